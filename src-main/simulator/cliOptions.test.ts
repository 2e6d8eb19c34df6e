import { describe, expect, it } from 'vitest'
import { readCliOptions, WrongUsage } from './cliOptions.ts'

describe('readCliOptions', () => {
  it('with --doors 20 --port 0, generates twenty doors on a free port', () => {
    expect(readCliOptions(['--doors', '20', '--port', '0'])).toMatchObject({
      ...{ doors: 20, codes: 10, port: 0, controlPort: 0, seed: 'lockstep' },
      ...{ latency: undefined, stateFile: undefined, json: false, help: false },
    })
  })

  it('with nothing, takes the sample hotel', () => {
    expect(readCliOptions([]).doors).toBeNull()
  })

  it.each([
    ['0', 0],
    ['250', 250],
    ['3000-8000', { commandMs: [3_000, 8_000] }],
  ])('with --latency %s, takes it', (text, latency) => {
    expect(readCliOptions(['--latency', text]).latency).toEqual(latency)
  })

  it.each([
    [['--bogus'], "Unknown option '--bogus'"],
    [['door'], "Unexpected argument 'door'"],
    [['--doors'], "Option '--doors <value>' argument missing"],
    [['--doors', 'many'], '--doors wants a whole number from 0 to 10000'],
    [['--doors', '10001'], '--doors wants a whole number from 0 to 10000'],
    [['--doors', '1e3'], '--doors wants a whole number from 0 to 10000'],
    [['--codes', '1001'], '--codes wants a whole number from 0 to 1000'],
    [['--port', '65536'], '--port wants a whole number from 0 to 65535'],
    [['--control-port=-1'], '--control-port wants a whole number from 0 to 65535'],
    [['--latency', '8000-3000'], '--latency wants the smaller number first'],
    [['--latency', '1-2-3'], '--latency wants a whole number from 0 to 600000'],
    [['--latency='], '--latency wants a whole number from 0 to 600000'],
  ])('with %j, says what is wrong', (args, why) => {
    expect(() => readCliOptions(args)).toThrow(WrongUsage)
    expect(() => readCliOptions(args)).toThrow(why)
  })
})
