import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** A helper process that answers in lines; it ends with the row's process. */
export interface LineProcess {
  nextLine(): Promise<string>
  write(line: string): void
  end(): void
}

export function startLineProcess(program: string, args: readonly string[]): LineProcess {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async nextLine() {
      const line = await lines.next()
      if (line.done) throw new Error(`the process of ${args[0]} ended`)
      return line.value
    },
    write: (line) => void child.stdin.write(`${line}\n`),
    end: kill,
  }
}
