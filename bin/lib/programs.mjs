import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { endProcess, nameProcess } from './processes.mjs'
import { projectNode, root } from './host.mjs'

/**
 * @typedef {import('./settings.mjs').Environment} Environment
 * @typedef {{ code: number, output: string }} Outcome
 */

// Under load the young generation grows to three times this and what it holds is old by then: a small one keeps a web process
// about 100 MB smaller, at no loss of speed that could be measured.
const semiSpaceMb = 8
// Left alone, the heap of a worker that invoices grows to three times of what it needs before it is swept (384 to 462 MB for the
// process). Swept after 60 in a hundred more it stays about 100 MB smaller, for a twelfth more of its own processor time.
const heapGrowthPercent = 60
const typescript = [
  `--import=${pathToFileURL(join(root, 'bin/lib/typescript.mjs')).href}`,
  '--disable-warning=ExperimentalWarning',
]

/**
 * Node's arguments for a TypeScript program of the application.
 * @param {string} file @param {string[]} args @param {{ semiSpaceMb?: number }} memory
 */
export function applicationProgram(file, args = [], memory = {}) {
  const sizes = memory.semiSpaceMb
    ? [`--max-semi-space-size=${memory.semiSpaceMb}`]
    : [`--max-semi-space-size=${semiSpaceMb}`, `--heap-growing-percent=${heapGrowthPercent}`]
  return [...sizes, ...typescript, join(root, file), ...args]
}

/** The sandbox shares nothing with the application, so it runs on Node's own type stripping. */
export function sandboxProgram() {
  return ['--disable-warning=ExperimentalWarning', join(root, 'sandbox/main.ts')]
}

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()

/** Ends the programs that `runToEnd` still waits for: a set-up that is stopped leaves nothing behind. */
export async function endRunning() {
  const names = [...running].flatMap((child) => (child.pid ? [nameProcess(child.pid)] : []))
  await Promise.all(names.map((name) => endProcess(name, 'SIGTERM', 5_000)))
}

const guardFile = pathToFileURL(join(root, 'bin/lib/leave_with_parent.mjs')).href

/** Makes a long-running child leave in order when its supervisor is gone. */
export const guard = `--import=${guardFile}`

/** Ends a step of the set-up together with the set-up. */
const stepGuard = `--import=${guardFile}?at_once`

/**
 * Runs a program to its end and keeps what it printed. Lines that begin with `mark` are shown as they come: what takes the night says how
 * far it is.
 * @param {{ args: string[], environment: Environment, mark?: string }} run
 * @returns {Promise<Outcome>}
 */
export function runToEnd({ args, environment, mark }) {
  return new Promise((done, fail) => {
    const child = spawn(projectNode(), [stepGuard, ...args], {
      cwd: root,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    running.add(child)
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        output += chunk
      })
      if (mark && stream)
        createInterface({ input: stream }).on('line', (line) => {
          if (line.startsWith(mark)) process.stdout.write(`${line}\n`)
        })
    }
    child.on('error', fail)
    child.on('close', (code) => {
      running.delete(child)
      done({ code: code ?? 1, output })
    })
  })
}

/**
 * Runs a program with this terminal.
 * @param {{ args: string[], environment: Environment }} run
 * @returns {Promise<number>}
 */
export function runWithTerminal({ args, environment }) {
  return new Promise((done, fail) => {
    const child = spawn(projectNode(), args, { cwd: root, env: environment, stdio: 'inherit' })
    const pass = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal)
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, pass)
    child.on('error', fail)
    child.on('close', (code) => {
      for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.off(signal, pass)
      done(code ?? 1)
    })
  })
}
