import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const startMsMax = 120_000

/**
 * A sandbox as an own process on free ports, with its state in a directory of its own. It can be killed like a
 * machine that loses power, and started again on the same state.
 */
export class SandboxProcess {
  readonly port: number
  readonly smtpPort: number
  readonly directory: string
  private readonly env: Record<string, string>
  private child: ChildProcess | null = null

  private constructor(options: { port: number; smtpPort: number; env: Record<string, string> }) {
    this.port = options.port
    this.smtpPort = options.smtpPort
    this.env = options.env
    this.directory = mkdtempSync(path.join(os.tmpdir(), 'sandbox-'))
  }

  static async start(env: Record<string, string> = {}): Promise<SandboxProcess> {
    const [port, smtpPort] = [await freePort(), await freePort()]
    const sandbox = new SandboxProcess({ port, smtpPort, env })
    await sandbox.boot()
    return sandbox
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  get pid(): number | undefined {
    return this.child?.pid
  }

  async boot(): Promise<void> {
    const child = spawn(process.execPath, ['sandbox/main.ts'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        ...(process.env.NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE } : {}),
        SANDBOX_PORT: String(this.port),
        SANDBOX_SMTP_PORT: String(this.smtpPort),
        SANDBOX_DIR: this.directory,
        ...this.env,
      },
    })
    this.child = child
    await new Promise<void>((resolve, reject) => {
      let output = ''
      const timeout = setTimeout(() => reject(new Error(`the sandbox did not start: ${output}`)), startMsMax)
      const read = (chunk: Buffer) => {
        output += chunk.toString()
        if (/sandbox: http/.test(output)) {
          clearTimeout(timeout)
          resolve()
        }
      }
      child.stdout.on('data', read)
      child.stderr.on('data', read)
      child.once('exit', (code) => reject(new Error(`the sandbox ended with ${code}: ${output}`)))
    })
  }

  /** As if the power went: nothing is written any more, nobody is told. */
  async kill(): Promise<void> {
    await this.end('SIGKILL')
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM')
    rmSync(this.directory, { recursive: true, force: true })
  }

  async json<T = Record<string, unknown>>(method: string, address: string, body?: unknown): Promise<T> {
    const response = await fetch(this.url + address, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    return (await response.json()) as T
  }

  async fault(system: string, fault: string, change: Record<string, unknown> = {}): Promise<void> {
    const response = await fetch(`${this.url}/_faults/${system}/${fault}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(change),
    })
    if (!response.ok) throw new Error(`fault ${fault} refused: ${await response.text()}`)
  }

  /** Waits until a fault that strikes a number of times has struck so often: the call that it hit has arrived. */
  async untilSpent(system: string, fault: string): Promise<void> {
    await eventually(
      () => this.json<{ system: string; fault: string; enabled: boolean }[]>('GET', '/_faults'),
      (faults) => faults.some((one) => one.system === system && one.fault === fault && !one.enabled)
    )
  }

  async reset(): Promise<void> {
    await this.json('POST', '/_reset')
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child
    this.child = null
    if (!child || child.exitCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await gone
  }
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = address !== null && typeof address === 'object' ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}

/** Asks again until the answer is what is waited for, and says what it was when it never is. */
export async function eventually<T>(
  ask: () => Promise<T>,
  isRight: (answer: T) => boolean,
  msMax = 60_000
): Promise<T> {
  const deadline = Date.now() + msMax
  for (;;) {
    const answer = await ask()
    if (isRight(answer)) return answer
    if (Date.now() > deadline) throw new Error(`waited ${msMax} ms, still ${JSON.stringify(answer)}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
