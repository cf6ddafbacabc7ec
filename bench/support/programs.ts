import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { applicationProgram } from '../../bin/lib/programs.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))
const startMsMax = 60_000
const stopMsMax = 15_000

/** A program of ours in a process of its own, as an operator would run it. */
export class Program {
  private output = ''

  private constructor(
    private file: string,
    private child: ChildProcess
  ) {
    const keep = (chunk: Buffer) => (this.output = (this.output + chunk.toString()).slice(-4_000))
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
  }

  static start(file: string, env: Record<string, string>): Program {
    const args = applicationProgram(file)
    const settings = { NODE_ENV: 'production', LOG_LEVEL: 'info', ...env }
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...settings },
    })
    return new Program(file, child)
  }

  /** Waits until it answers at an address. */
  async answersAt(url: string): Promise<void> {
    const deadline = performance.now() + startMsMax
    while (performance.now() < deadline && this.isRunning) {
      const isUp = await fetch(url).then(
        (answer) => answer.ok,
        () => false
      )
      if (isUp) return
      await pause(100)
    }
    throw new Error(`${this.file} did not answer: ${this.output}`)
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null
  }

  get lastWords(): string {
    return this.output
  }

  /** The most memory it ever held, in megabytes, by the kernel's own account; null where there is none (not Linux). */
  async peakMemoryMb(): Promise<number | null> {
    const status = await readFile(`/proc/${this.child.pid}/status`, 'utf8').catch(() => '')
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]
    return kilobytes ? Math.round(Number(kilobytes) / 1024) : null
  }

  /** Milliseconds of processor time that it took so far; null where the kernel does not say (not Linux). */
  async processorMs(): Promise<number | null> {
    const stat = await readFile(`/proc/${this.child.pid}/stat`, 'utf8').catch(() => '')
    // Counted from after the name in brackets; a tick is a hundredth of a second on every Linux that we run on.
    const [user, system] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
    return user && system ? (Number(user) + Number(system)) * 10 : null
  }

  async stop(): Promise<void> {
    if (!this.isRunning) return
    const gone = new Promise((resolve) => this.child.once('exit', resolve))
    this.child.kill('SIGTERM')
    await Promise.race([gone, pause(stopMsMax, undefined, { ref: false })])
    if (this.isRunning) this.child.kill('SIGKILL')
  }
}

export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
