import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import type {
  SimulatorWorkerData,
  SimulatorWorkerMessage,
  SimulatorWorkerRequest,
} from '../../../src-main/simulator/worker.ts'
import { logIn, startOfTest } from '../../conformance/session.ts'
import { startSimulatorProcess, startTestSimulator } from '../../support/simulator.ts'

/** The simulator as a program, as a worker thread, over a restart, and its control API over HTTP. */

const realClock = { now: () => Date.now(), advance: () => undefined }
const frontDoor = 28_991_110
const simulatorProgram = fileURLToPath(new URL('../../../src-main/simulator/cli.ts', import.meta.url))

async function temporaryFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'simulator-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return join(folder, 'state', 'simulator.json')
}

function startWorker(data: SimulatorWorkerData): {
  readonly worker: Worker
  readonly next: () => Promise<SimulatorWorkerMessage>
  readonly send: (request: SimulatorWorkerRequest) => Promise<SimulatorWorkerMessage>
} {
  const worker = new Worker(new URL('../../../src-main/simulator/worker.ts', import.meta.url), {
    workerData: data,
  })
  onTestFinished(async () => {
    await worker.terminate()
  })
  const next = (): Promise<SimulatorWorkerMessage> =>
    new Promise((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
    })
  return {
    worker,
    next,
    send(request) {
      const answer = next()
      worker.postMessage(request)
      return answer
    },
  }
}

test('program: started as its own process it serves generated doors and is controlled over HTTP', async () => {
  const program = await startSimulatorProcess(['--doors', '20', '--codes', '3'])
  onTestFinished(() => program.close())
  const session = await logIn(program.url, realClock)
  const { json } = await session.call('/v3/lock/list', { pageSize: 5 })
  await program.control.putCode({ lockId: frontDoor, keyboardPwd: '480927', keyboardPwdName: 'visitor' })
  const use = await program.control.typeAtDoor({ lockId: frontDoor, pin: '480927' })
  const rows = await session.rows('/v3/lock/listKeyboardPwd', { lockId: frontDoor })
  expect([json.total, rows.length, use.outcome]).toEqual([20, 4, 'opened'])
})

test('program: with --doors 20 --port 0 it prints where it is, and ends when it is told to', async () => {
  const child = spawn(process.execPath, [simulatorProgram, '--doors', '20', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const url = /^TTLock simulator at (http:\/\/127\.0\.0\.1:\d+), control at http:/.exec(line)?.[1] ?? ''
  const session = await logIn(url, realClock)
  expect((await session.call('/v3/key/list')).json.total).toBe(20)
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
})

async function endOf(args: readonly string[]): Promise<{ readonly code: number; readonly told: string }> {
  const child = spawn(process.execPath, [simulatorProgram, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [told, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  return { code, told }
}

test('program: an option it does not know is told without a stack, and where the options are named', async () => {
  expect(await endOf(['--bogus'])).toEqual({
    code: 2,
    told: "Unknown option '--bogus'\nnpm run simulator -- --help names the options.\n",
  })
})

test('program: a port in use is told in a sentence, for the service and for its control', async () => {
  const simulator = await startTestSimulator()
  onTestFinished(() => simulator.close())
  for (const name of ['--port', '--control-port']) {
    expect(await endOf(['--doors', '1', name, String(simulator.port)])).toEqual({
      code: 1,
      told: `Port ${simulator.port} is in use. Name another one, or 0 for a free one.\n`,
    })
  }
})

test('program: a state file of something else is told in a sentence', async () => {
  const stateFile = await temporaryFile()
  await mkdir(dirname(stateFile))
  for (const [written, told] of [
    ['{"version":99}', 'The simulator state file is of another version\n'],
    ['{', 'The simulator state file is damaged\n'],
  ] as const) {
    await writeFile(stateFile, written)
    expect(await endOf(['--state-file', stateFile])).toEqual({ code: 1, told })
  }
})

test('program: its service can be taken down and up again over the control port', async () => {
  const program = await startSimulatorProcess()
  onTestFinished(() => program.close())
  const session = await logIn(program.url, realClock)
  await program.control.setService({ up: false })
  await expect(session.call('/v3/lock/list')).rejects.toThrow()
  await program.control.setService({ up: true })
  expect((await session.call('/v3/lock/list')).json.total).toBe(13)
})

test('control over HTTP: a bad input is refused with 400, an unknown lock with 404, a web page with 403', async () => {
  const simulator = await startTestSimulator()
  onTestFinished(() => simulator.close())
  const send = async (path: string, body: object, headers: Record<string, string> = {}): Promise<number> =>
    (await fetch(`${simulator.controlUrl}${path}`, { method: 'POST', body: JSON.stringify(body), headers }))
      .status
  expect([
    await send('/_control/faults', { kind: 'earthquake' }),
    await send('/_control/locks', { lockId: 77, lockAlias: 'Annex', featureValue: 'zz' }),
    await send('/_control/latency', { latency: { commandMs: [8, 3] } }),
    await send('/_control/latency', { latency: { commandMs: [0, 0] } }),
    await send('/_control/door-use', { lockId: 1, pin: '1' }),
    await send('/_control/clock', { advanceMs: 1 }, { origin: 'http://example.com' }),
    await send('/_control/clock', { advanceMs: 1 }),
  ]).toEqual([400, 400, 400, 200, 404, 403, 200])
})

test('control over HTTP: GET filters the journal and the state by lock', async () => {
  const simulator = await startTestSimulator()
  onTestFinished(() => simulator.close())
  const session = await logIn(simulator.url, realClock)
  await session.call('/v3/lock/detail', { lockId: frontDoor })
  await session.call('/v3/lock/list')
  const get = async (path: string): Promise<unknown> => (await fetch(`${simulator.controlUrl}${path}`)).json()
  expect(await get(`/_control/journal?lockId=${frontDoor}`)).toMatchObject([{ path: '/v3/lock/detail' }])
  expect(await get(`/_control/state?lockId=${frontDoor}`)).toMatchObject({
    locks: [{ lockAlias: 'Front door' }],
  })
})

test('state file: after a restart list, lock memory, tokens and clock are as they were', async () => {
  const stateFile = await temporaryFile()
  const first = await startTestSimulator({ stateFile })
  const session = await logIn(first.url, realClock)
  await session.call('/v3/keyboardPwd/add', {
    lockId: frontDoor,
    keyboardPwd: '480928',
    keyboardPwdType: 2,
    addType: 2,
  })
  first.control.setClock({ advanceMs: 60_000 })
  const before = first.control.state({ lockId: frontDoor }).locks[0]
  await first.close()
  const second = await startTestSimulator({ stateFile, port: first.port })
  onTestFinished(() => second.close())
  const after = second.control.state({ lockId: frontDoor }).locks[0]
  expect([after?.cloud, after?.memory]).toEqual([before?.cloud, before?.memory])
  expect(after?.memory.map((code) => code.keyboardPwd)).toContain('480928')
  expect((await session.call('/v3/lock/list')).json.total).toBe(13)
  expect(second.control.state().now).toBeGreaterThan(Date.now() + 50_000)
})

test('state file: a generated validity that was deleted stays refused after a restart', async () => {
  const stateFile = await temporaryFile()
  const first = await startTestSimulator({ stateFile, switches: { unusedGeneratedDelete: '0' } })
  const session = await logIn(first.url, realClock)
  const form = {
    lockId: frontDoor,
    keyboardPwdType: 3,
    startDate: startOfTest,
    endDate: startOfTest + 86_400_000,
  }
  const { json } = await session.call('/v3/keyboardPwd/get', form)
  await session.call('/v3/keyboardPwd/delete', {
    lockId: frontDoor,
    keyboardPwdId: Number(json.keyboardPwdId),
    deleteType: 2,
  })
  await first.close()
  const second = await startTestSimulator({ stateFile, port: first.port })
  onTestFinished(() => second.close())
  expect((await session.call('/v3/keyboardPwd/get', form)).json.errcode).toBe(-1026)
})

test('state file: one that holds something else is refused in words', async () => {
  const stateFile = await temporaryFile()
  await mkdir(dirname(stateFile))
  await writeFile(stateFile, '{"version":99,"locks":[]}')
  await expect(startTestSimulator({ stateFile })).rejects.toThrow('of another version')
})

test('state file: a change is written soon, without a close', async () => {
  const stateFile = await temporaryFile()
  const simulator = await startTestSimulator({ stateFile })
  onTestFinished(() => simulator.close())
  simulator.control.putCode({ lockId: frontDoor, keyboardPwd: '480929' })
  await expect.poll(() => readFile(stateFile, 'utf8').catch(() => '')).toContain('480929')
})

test('state file: while it cannot be written the locks go on, and the next change is written with those before it', async () => {
  const stateFile = await temporaryFile()
  const troubles: string[] = []
  const simulator = await startTestSimulator({ stateFile, onTrouble: (sentence) => troubles.push(sentence) })
  onTestFinished(() => simulator.close())
  await expect.poll(() => readFile(stateFile, 'utf8').catch(() => '')).not.toBe('')
  await rm(dirname(stateFile), { recursive: true })
  simulator.control.putCode({ lockId: frontDoor, keyboardPwd: '480930' })
  await expect.poll(() => troubles.join()).toContain('cannot be written')
  await mkdir(dirname(stateFile))
  simulator.control.putCode({ lockId: frontDoor, keyboardPwd: '480931' })
  const written = () => readFile(stateFile, 'utf8').catch(() => '')
  await expect.poll(written).toContain('480931')
  expect(await written()).toContain('480930')
})

test('state file: one that cannot be written at the end does not keep the simulator from ending', async () => {
  const stateFile = await temporaryFile()
  const troubles: string[] = []
  const simulator = await startTestSimulator({ stateFile, onTrouble: (sentence) => troubles.push(sentence) })
  await rm(dirname(stateFile), { recursive: true })
  await simulator.close()
  expect(troubles.join()).toContain('cannot be written')
})

test('worker: it says its URLs, answers control requests and closes', async () => {
  const { next, send } = startWorker({ latency: 0, seed: 'worker' })
  const ready = await next()
  if (ready.kind !== 'ready') throw new Error(`The worker said ${ready.kind}`)
  const session = await logIn(ready.url, realClock)
  const wrong = await send({ kind: 'control', id: 1, operation: 'removeLock', input: {} })
  const right = await send({ kind: 'control', id: 2, operation: 'service' })
  expect((await session.call('/v3/lock/list')).json.total).toBe(13)
  expect(wrong).toMatchObject({ kind: 'reply', id: 1, ok: false })
  expect(right).toEqual({ kind: 'reply', id: 2, ok: true, value: { up: true } })
  expect(await send({ kind: 'close' })).toEqual({ kind: 'closed' })
})

test('worker: a taken port is told as failed', async () => {
  const simulator = await startTestSimulator()
  onTestFinished(() => simulator.close())
  const { next } = startWorker({ port: simulator.port })
  expect(await next()).toMatchObject({ kind: 'failed', message: expect.stringContaining('EADDRINUSE') })
})

test('size: 1,000 locks with 200 codes each are listed page by page in good time', async () => {
  const program = await startSimulatorProcess(['--doors', '1000', '--codes', '200'])
  onTestFinished(() => program.close())
  const session = await logIn(program.url, realClock)
  const before = performance.now()
  const locks = await session.rows('/v3/lock/list', { pageSize: 1000 })
  for (const row of locks.slice(0, 50)) {
    const codes = await session.rows('/v3/lock/listKeyboardPwd', {
      lockId: Number(row.lockId),
      pageSize: 200,
    })
    expect(codes).toHaveLength(200)
  }
  expect(locks).toHaveLength(1000)
  expect(performance.now() - before).toBeLessThan(5_000)
})

test('clock: an injected clock is the time of the simulated world', async () => {
  const simulator = await startTestSimulator({ clock: { now: () => startOfTest } })
  onTestFinished(() => simulator.close())
  simulator.control.setClock({ offsetMs: 5_000 })
  expect(simulator.control.state().now).toBe(startOfTest + 5_000)
})
