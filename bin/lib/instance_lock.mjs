import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { endProcess, findNpmAbove, isAlive, nameProcess, waitForEnd } from './processes.mjs'
import { Refusal } from './refusal.mjs'

/**
 * @typedef {import('./processes.mjs').ProcessName} ProcessName
 * @typedef {{ owner: ProcessName, parent: ProcessName | null, children: ProcessName[] }} Instance
 */

const STOPPING_MS = 20_000

/** One running installation per VAR_DIR: two would share a database, ports and log files. */
export class InstanceLock {
  /**
   * @param {string} varDir
   * @param {(pid: number) => string} refusal what to say beside a living owner
   */
  constructor(varDir, refusal) {
    this.file = join(varDir, 'run', 'instance.json')
    this.refusal = refusal
    /** @type {Instance} */
    this.instance = { owner: nameProcess(), parent: findNpmAbove(), children: [] }
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
    writeFileSync(draft, JSON.stringify(this.instance))
    renameSync(draft, this.file)
  }

  release() {
    if (this.#read()?.owner.pid === process.pid) rmSync(this.file, { force: true })
  }

  /** A hard link appears whole or not at all, so of two starts at once exactly one wins. */
  #create() {
    const draft = `${this.file}.${process.pid}`
    writeFileSync(draft, JSON.stringify(this.instance))
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

  /** @returns {Instance | null} */
  #read() {
    try {
      return JSON.parse(readFileSync(this.file, 'utf8'))
    } catch {
      return null
    }
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
