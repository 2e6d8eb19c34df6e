/** These functions are sent to the page as text: nothing from outside of them exists there. */

/**
 * Opens the trace of this door from the list and resolves, in milliseconds, when its timeline was painted.
 * @param {string} door
 */
export async function openTrace(door) {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const row = [...document.querySelectorAll('main table tbody tr')].find((each) =>
    each.textContent?.includes(door),
  )
  if (!(row instanceof HTMLElement)) throw new Error('the trace is not listed')
  const from = performance.now()
  row.click()
  while (document.querySelectorAll('tr[id^="timeline-"]').length < 5) await frame()
  await frame()
  await frame()
  return performance.now() - from
}

/**
 * Resolves, in milliseconds, when so many records are in the timeline; its label counts those out of sight too.
 * @param {number} records
 */
export async function waitForRecords(records) {
  const from = performance.now()
  const counted = () => Number(document.querySelector('table[role=grid]')?.getAttribute('aria-rowcount') ?? 0)
  while (counted() < records) await new Promise((resolve) => setTimeout(resolve, 20))
  return performance.now() - from
}

/**
 * Scrolls the timeline, or a bare element of the same height, by 700 px a frame; resolves to how long each frame took and
 * to the most rows there were: of the timeline and of the lists above it.
 * @param {{ readonly through: 'timeline' | 'bare', readonly steps: number }} options
 */
export async function scrollTimeline({ through, steps }) {
  const table = document.querySelector('table[role=grid]')
  /** @type {Element | null | undefined} */
  let scroller = table?.parentElement
  while (scroller && getComputedStyle(scroller).overflowY !== 'auto') scroller = scroller.parentElement
  if (!(table instanceof HTMLElement) || !scroller) throw new Error('no timeline is shown')
  const left = scroller
  const bare = document.createElement('div')
  if (through === 'bare') {
    bare.style.cssText = 'position:fixed;inset:0;overflow:auto;z-index:9999;background:#fff'
    const tall = document.createElement('div')
    tall.style.cssText = `height:${scroller.scrollHeight}px;background:repeating-linear-gradient(#fff,#eee 32px)`
    bare.append(tall)
    document.body.append(bare)
    scroller = bare
  }
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  scroller.scrollTop = through === 'bare' ? 0 : table.offsetTop
  await new Promise((resolve) => setTimeout(resolve, 500))
  /** @type {number[]} */
  const frames = []
  let rows = 0
  let last = await frame()
  for (let step = 0; step < steps; step++) {
    scroller.scrollTop += 700
    const now = await frame()
    frames.push(Number(now) - Number(last))
    last = now
    rows = Math.max(rows, left.querySelectorAll('tr[aria-rowindex], li').length)
  }
  bare.remove()
  return { frames, rows }
}

/**
 * The same records as a plain table over the page; resolves, in milliseconds, when it was painted.
 * @param {string} correlationId
 */
export async function showPlainList(correlationId) {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const trace = { kind: 'live', correlationId }
  const records = []
  for (let after = '0', hasMore = true; hasMore; ) {
    const reply = JSON.parse(await window.lockstep.traces.logs({ trace, after }))
    if (!reply.ok) throw new Error(reply.error.code)
    records.push(...reply.data.rows)
    after = reply.data.next
    hasMore = reply.data.hasMore
  }
  const from = performance.now()
  const plain = document.createElement('div')
  plain.id = 'plain-list'
  plain.style.cssText = 'position:fixed;inset:0;overflow:auto;z-index:9999;background:#fff'
  const table = document.createElement('table')
  for (const record of records) {
    const row = table.insertRow()
    for (const text of [record.started_at, record.action, record.lock_key, `${record.duration_ms} ms`])
      row.insertCell().textContent = text
  }
  plain.append(table)
  document.body.append(plain)
  await frame()
  await frame()
  return performance.now() - from
}

/** Resolves when no job has run for a while, so that the engine does nothing beside what is measured. */
export async function waitForQuiet() {
  for (let quiet = 0; quiet < 6; ) {
    await new Promise((resolve) => setTimeout(resolve, 500))
    const reply = JSON.parse(await window.lockstep.session.status({}))
    quiet = reply.ok && reply.data.jobsRunning === 0 ? quiet + 1 : 0
  }
}

/**
 * Asks for these traces one after the other; resolves to how long each took, in milliseconds.
 * @param {{ readonly traces: readonly string[], readonly records: number }} options
 */
export async function askForTraces({ traces, records }) {
  const times = []
  for (const correlationId of traces) {
    const from = performance.now()
    const reply = JSON.parse(await window.lockstep.traces.get({ correlationId }))
    times.push(performance.now() - from)
    if (!reply.ok || reply.data.integration_logs.length !== records)
      throw new Error('not the whole trace came')
  }
  return times
}

/**
 * The same of the bare preload, whose answers are the rows alone.
 * @param {{ readonly traces: readonly string[], readonly records: number }} options
 */
export async function askForBare({ traces, records }) {
  const times = []
  for (const correlationId of traces) {
    const from = performance.now()
    const rows = await window.bare.trace(correlationId)
    times.push(performance.now() - from)
    if (rows.length !== records) throw new Error('not the whole trace came')
  }
  return times
}

/** @param {number} times */
export async function askForNothing(times) {
  const took = []
  for (let time = 0; time < times; time++) {
    const from = performance.now()
    await window.lockstep.system.preferences({})
    took.push(performance.now() - from)
  }
  return took
}
