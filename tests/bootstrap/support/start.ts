import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Test } from '@japa/runner/core'

const root = fileURLToPath(new URL('../../../', import.meta.url))

export interface Started {
  child: ChildProcess
  /** Everything printed so far. */
  output(): string
  ended: Promise<number>
}

/** A folder of this test's own, gone after it. */
export async function temporaryFolder(test: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'platform-'))
  test.cleanup(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Runs a script of bin/ as an operator would, with nothing of this test run's own settings. */
export function run(script: string, settings: Record<string, string>, args: string[] = []): Started {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, [join(root, script), ...args], {
    cwd: root,
    env: { PATH, HOME, HOST: '127.0.0.1', NO_COLOR: '1', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const ended = new Promise<number>((done) => child.on('close', (code) => done(code ?? 128)))
  return { child, output: () => output, ended }
}

/** Runs a script to its end. */
export async function runToEnd(script: string, settings: Record<string, string>, args: string[] = []) {
  const started = run(script, settings, args)
  const code = await started.ended
  return { code, output: started.output().trim() }
}

/** Waits for words on the terminal, or for the end of the program without them. */
export async function waitForOutput(started: Started, words: string, withinMs = 300_000): Promise<void> {
  const until = performance.now() + withinMs
  while (!started.output().includes(words)) {
    if (started.child.exitCode !== null || performance.now() > until) {
      throw new Error(`"${words}" was never printed, but:\n${started.output()}`)
    }
    await new Promise((done) => setTimeout(done, 50))
  }
}
