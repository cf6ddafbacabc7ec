import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { applicationProgram } from '../../bin/lib/programs.mjs'
import { freePort } from '#tests/sandbox/sandbox_process'

const root = fileURLToPath(new URL('../../', import.meta.url))
const startMsMax = 150_000
const logCharactersMax = 20_000_000

/** A kind, or one of several workers: `worker_2`. */
export type ProcessKind = 'web' | 'worker' | `worker_${number}`

/**
 * The real web and worker processes on this test's database, to be killed without warning and started again. They find the
 * sandbox through the rows of gateways and panels, and send mail to `smtpUrl`.
 */
export class AppProcesses {
  private children = new Map<ProcessKind, ChildProcess>()
  private output = ''

  private constructor(
    readonly webPort: number,
    private smtpUrl: string,
    private env: Record<string, string>
  ) {}

  static async start({
    smtpUrl,
    env = {},
    webPort,
    kinds = ['web', 'worker'],
  }: {
    smtpUrl: string
    env?: Record<string, string>
    webPort?: number
    /** The web alone serves pages of a story whose work the test does by itself. */
    kinds?: ProcessKind[]
  }): Promise<AppProcesses> {
    const processes = new AppProcesses(webPort ?? (await freePort()), smtpUrl, env)
    await Promise.all(kinds.map((kind) => processes.boot(kind)))
    return processes
  }

  async boot(kind: ProcessKind): Promise<void> {
    const file = kind === 'web' ? 'bin/server.ts' : 'bin/worker.ts'
    const child = spawn(process.execPath, applicationProgram(file), {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        ...this.env,
        NODE_ENV: 'development',
        LOG_LEVEL: this.env.LOG_LEVEL ?? 'warn',
        PORT: String(this.webPort),
        PUBLIC_BASE_HOST: `localhost:${this.webPort}`,
        SMTP_URL: this.smtpUrl,
      },
    })
    this.children.set(kind, child)
    const keep = (chunk: Buffer) => {
      this.output = (this.output + chunk.toString()).slice(-logCharactersMax)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    if (kind === 'web') await this.waitForWeb()
  }

  /** As if the power went. */
  async kill(kind: ProcessKind): Promise<void> {
    const child = this.children.get(kind)
    this.children.delete(kind)
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }

  async restart(kind: ProcessKind): Promise<void> {
    await this.kill(kind)
    await this.boot(kind)
  }

  async stop(): Promise<void> {
    await Promise.all([...this.children.keys()].map((kind) => this.kill(kind)))
  }

  /** What the processes said last: for the message of a failing test. */
  get log(): string {
    return this.output.slice(-20_000)
  }

  /** All that they said, as far as it is kept: for those who look for what must not be in it. */
  get wholeLog(): string {
    return this.output
  }

  private async waitForWeb(): Promise<void> {
    for (let waitedMs = 0; waitedMs < startMsMax; waitedMs += 100) {
      const isUp = await fetch(`http://127.0.0.1:${this.webPort}/health/live`).then(
        (answer) => answer.ok,
        () => false
      )
      if (isUp) return
      await pause(100)
    }
    throw new Error(`The web process did not start: ${this.log}`)
  }
}

/** Waits until a question has a good answer. */
export async function eventually<T>(
  ask: () => Promise<T | null | undefined | false>,
  { withinMs = 120_000, what = 'it', everyMs = 100 } = {}
): Promise<T> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (performance.now() > deadline) throw new Error(`Waited ${withinMs} ms in vain for ${what}`)
    await pause(everyMs)
  }
}
