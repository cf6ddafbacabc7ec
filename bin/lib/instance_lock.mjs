import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { endProcess, findNpmAbove, isAlive, nameProcess, waitForEnd } from './processes.mjs'
import { Refusal } from './refusal.mjs'

/**
 * @typedef {import('./processes.mjs').ProcessName} ProcessName
 * @typedef {import('./settings.mjs').Environment} Environment
 * @typedef {{ owner: ProcessName, parent: ProcessName | null, children: ProcessName[], chosen: Environment }} Instance
 */

const STOPPING_MS = 20_000

const fileIn = (/** @type {string} */ varDir) => join(varDir, 'run', 'instance.json')

/**
 * What the installation that runs in a folder was started with. An operator's command that is given nothing else speaks to
 * that one: its ports and its database.
 * @param {string} varDir @returns {Environment}
 */
export function chosenByRunning(varDir) {
  const instance = readInstance(fileIn(varDir))
  return instance && isAlive(instance.owner) ? (instance.chosen ?? {}) : {}
}

/** @param {string} file @returns {Instance | null} */
function readInstance(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

/** One running installation per VAR_DIR: two would share a database, ports and log files. */
export class InstanceLock {
  /**
   * @param {string} varDir
   * @param {(pid: number) => string} refusal what to say beside a living owner
   * @param {Environment} chosen what the operator set for this start
   */
  constructor(varDir, refusal, chosen = {}) {
    this.file = fileIn(varDir)
    this.refusal = refusal
    /** @type {Instance} */
    this.instance = { owner: nameProcess(), parent: findNpmAbove(), children: [], chosen }
  }

  /** Takes the lock; clears up after a killed predecessor; refuses beside a living one. */
  async take() {
    for (let attempt = 0; attempt < 3; attempt++) {
      if (this.#create()) return
      const other = this.#read()
      if (other && isAlive(other.owner)) await this.#outlast(other)
      else await this.#clearUpAfter(other)
    }
    throw new Refusal(`Another start is under way in the same VAR_DIR: wait for it, or remove ${this.file}.`)
  }

  /** @param {ProcessName[]} children */
  recordChildren(children) {
    this.instance.children = children
    const draft = `${this.file}.${process.pid}`
    writeFileSync(draft, JSON.stringify(this.instance), { mode: 0o600 })
    renameSync(draft, this.file)
  }

  release() {
    if (this.#read()?.owner.pid === process.pid) rmSync(this.file, { force: true })
  }

  /** A hard link appears whole or not at all, so of two starts at once exactly one wins. */
  #create() {
    const draft = `${this.file}.${process.pid}`
    writeFileSync(draft, JSON.stringify(this.instance), { mode: 0o600 })
    try {
      linkSync(draft, this.file)
      return true
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
      throw error
    } finally {
      rmSync(draft, { force: true })
    }
  }

  #read() {
    return readInstance(this.file)
  }

  /**
   * A predecessor whose npm was killed is on its way out; any other is meant to run.
   * @param {Instance} other
   */
  async #outlast(other) {
    const isOrphan = other.parent !== null && !isAlive(other.parent)
    if (isOrphan && (await waitForEnd(other.owner, STOPPING_MS))) return
    throw new Refusal(this.refusal(other.owner.pid))
  }

  /**
   * The children of a killed supervisor end by themselves; this makes sure that they have.
   * @param {Instance | null} other
   */
  async #clearUpAfter(other) {
    const children = other?.children ?? []
    await Promise.all(children.map((child) => endProcess(child, 'SIGTERM', 8_000)))
    rmSync(this.file, { force: true })
  }
}
