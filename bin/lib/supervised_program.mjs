import { spawn } from 'node:child_process'
import { projectNode, root } from './host.mjs'
import { eachLine, openLog, shortened } from './log_lines.mjs'
import { endProcess, nameProcess } from './processes.mjs'
import { guard } from './programs.mjs'

const BACKOFF_MS_MAX = 30_000
const STEADY_MS = 60_000
const LAST_LINES = 12

/**
 * @typedef {{ name: string, args: string[], environment: import('./settings.mjs').Environment, logFile: string,
 *   stopMs: number, say: (sentence: string) => void, changed: () => void }} ProgramOptions
 */

/** One long-running program: started, logged, started again when it falls over, and stopped when asked to. */
export class SupervisedProgram {
  /** @type {import('node:child_process').ChildProcess | null} */
  #child = null
  #isWanted = false
  #failures = 0
  #startedAt = 0
  /** @type {NodeJS.Timeout | undefined} */
  #restart
  /** @type {string[]} */
  #lastLines = []

  /** @param {ProgramOptions} options */
  constructor(options) {
    this.options = options
    this.name = options.name
    this.log = openLog(options.logFile)
    this.log.on('error', (error) =>
      options.say(`${options.name}: its log cannot be written (${error.message}).`)
    )
  }

  start() {
    this.#isWanted = true
    this.#spawn()
  }

  /** @returns {import('./processes.mjs').ProcessName | null} */
  get process() {
    return this.#child?.pid ? nameProcess(this.#child.pid) : null
  }

  /** How often it fell over in a row. */
  get failures() {
    return this.#failures
  }

  /** The last words of the program, for the sentence that says why it does not start. */
  get lastWords() {
    return this.#lastLines.join('\n')
  }

  /** Lets it finish what it has in hand, then returns. */
  async stop() {
    this.#isWanted = false
    clearTimeout(this.#restart)
    const running = this.process
    if (running) await endProcess(running, 'SIGTERM', this.options.stopMs)
    this.log.end()
  }

  #spawn() {
    const { args, environment } = this.options
    // A group of its own keeps Ctrl-C from reaching it: we stop the programs one after the other.
    const child = spawn(projectNode(), [guard, ...args], {
      cwd: root,
      env: environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    this.#child = child
    this.#startedAt = Date.now()
    eachLine([child.stdout, child.stderr], (line) => this.#take(line))
    // Adonis tells its parent process a few things; the channel is there for the parent's death only.
    child.on('message', () => undefined)
    child.on('error', (error) => this.#take(error.message))
    child.on('exit', (code, signal) => this.#ended(code, signal))
    this.options.changed()
  }

  /** @param {string} line */
  #take(line) {
    this.log.write(`${line}\n`)
    const short = shortened(line)
    if (short === null) return
    this.#lastLines = [...this.#lastLines, short].slice(-LAST_LINES)
    if (this.#isWanted) this.options.say(`${this.name.padEnd(8)}| ${short}`)
  }

  /** @param {number | null} code @param {NodeJS.Signals | null} signal */
  #ended(code, signal) {
    this.#child = null
    this.options.changed()
    if (!this.#isWanted) return
    this.#failures = Date.now() - this.#startedAt > STEADY_MS ? 1 : this.#failures + 1
    const delayMs = Math.min(1_000 * 2 ** (this.#failures - 1), BACKOFF_MS_MAX)
    const how = signal ? `was ended by ${signal}` : `ended with exit code ${code}`
    this.options.say(
      `${this.name} ${how}; it starts again in ${delayMs / 1_000} s (see ${this.options.logFile}).`
    )
    this.#restart = setTimeout(() => this.#spawn(), delayMs)
  }
}
