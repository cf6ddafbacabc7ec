import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive, nameProcess } from './processes.mjs'

/**
 * Who uses an embedded cluster now. A command may start the server while the demo comes up, or the demo stop while
 * a command runs: whoever leaves last turns it off.
 */
export class PostgresUsers {
  /** @param {string} varDir @param {string} cluster */
  constructor(varDir, cluster) {
    this.folder = join(varDir, 'run', `${cluster}.users`)
    this.file = join(this.folder, String(process.pid))
  }

  enter() {
    mkdirSync(this.folder, { recursive: true })
    writeFileSync(this.file, JSON.stringify(nameProcess()))
  }

  /** @returns {boolean} whether nobody is left */
  leave() {
    rmSync(this.file, { force: true })
    return this.#others().length === 0
  }

  #others() {
    return readdirSync(this.folder).filter((name) => {
      const file = join(this.folder, name)
      if (this.#isHeld(file)) return true
      rmSync(file, { force: true })
      return false
    })
  }

  /** @param {string} file */
  #isHeld(file) {
    try {
      return isAlive(JSON.parse(readFileSync(file, 'utf8')))
    } catch {
      return false
    }
  }
}
