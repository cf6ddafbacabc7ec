import { setTimeout as pause } from 'node:timers/promises'
import { meansFullDisk, Refusal } from './refusal.mjs'

const READY_MS = 180_000
const SETTLED_MS = 15_000
const DATABASE_CHECK_MS = 1_000
const FAILURES_BEFORE_READY = 2

/**
 * @typedef {import('./supervised_program.mjs').SupervisedProgram} SupervisedProgram
 * @typedef {{ name: string, url: string }} Probe
 */

/** Keeps a set of programs running until told to stop. */
export class Supervisor {
  #isStopping = false

  /** @param {{ programs: SupervisedProgram[], reviveDatabase: () => Promise<boolean>, say: (sentence: string) => void }} parts */
  constructor({ programs, reviveDatabase, say }) {
    this.programs = programs
    this.reviveDatabase = reviveDatabase
    this.say = say
  }

  start() {
    for (const program of this.programs) program.start()
  }

  /**
   * Waits until every address answers well; a program that keeps falling over before that ends the start.
   * @param {Probe[]} probes
   */
  async waitUntilReady(probes) {
    for (const { name, url } of probes) {
      if (await this.#waitFor(url, READY_MS)) continue
      throw new Refusal(`${name} did not answer at ${url} within ${READY_MS / 1_000} s: see its log.`)
    }
  }

  /**
   * Waits a while for the platform to call itself ready. Work left from an earlier run may take longer, and is no
   * reason to stop.
   * @param {string} url
   */
  async waitUntilSettled(url) {
    if (await this.#waitFor(url, SETTLED_MS)) return
    this.say(`It runs, but does not call itself ready yet: see ${url}.`)
  }

  /** Watches the database until told to stop: a killed server comes back on its port, with all that was committed. */
  async watchDatabase() {
    while (!this.#isStopping) {
      try {
        if (await this.reviveDatabase())
          this.say('The database was gone; it runs again, with everything that was committed.')
      } catch (error) {
        this.say(error instanceof Error ? error.message : String(error))
        await pause(5 * DATABASE_CHECK_MS)
      }
      await pause(DATABASE_CHECK_MS)
    }
  }

  /** In the order in which they were given, each to its end: what takes orders goes before what carries them out. */
  async stop() {
    this.#isStopping = true
    for (const program of this.programs) await program.stop()
  }

  /** @param {string} url @param {number} withinMs */
  async #waitFor(url, withinMs) {
    const until = Date.now() + withinMs
    while (Date.now() < until) {
      if (await answers(url)) return true
      this.#refuseIfHopeless()
      await pause(100)
    }
    return false
  }

  #refuseIfHopeless() {
    const broken = this.programs.find((program) => program.failures >= FAILURES_BEFORE_READY)
    if (!broken) return
    const { lastWords, name, options } = broken
    if (meansFullDisk(lastWords))
      throw new Refusal('The disk is full: free some space and start again; nothing that was saved is lost.')
    throw new Refusal(
      `${lastWords}\n${name} cannot start: its last words are above, all of them are in ${options.logFile}.`
    )
  }
}

/** @param {string} url */
async function answers(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(3_000), redirect: 'manual' })
    await response.body?.cancel()
    return response.status < 500
  } catch {
    return false
  }
}
