import { spawn } from 'node:child_process'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { checkFreeSpace } from './disk.mjs'
import { findFreePort } from './ports.mjs'
import { accountFor, commandAs } from './postgres_account.mjs'
import {
  findBinaries,
  findRunning,
  inspectDataFolder,
  readFrom,
  removeStalePidFile,
  startFailure,
} from './postgres_files.mjs'
import { endProcess, isAlive, nameProcess } from './processes.mjs'
import { meansFullDisk, Refusal } from './refusal.mjs'

const FIRST_FREE_BYTES = 256 * 1024 * 1024
const LATER_FREE_BYTES = 48 * 1024 * 1024
const START_MS = 90_000

/**
 * The embedded PostgreSQL on one data folder. It is run by hand rather than through the class of the package
 * that brings it: that class stops the server with the process that started it and cannot find one that runs.
 *
 * @typedef {import('./postgres_files.mjs').RunningPostgres} RunningPostgres
 * @typedef {{ dataFolder: string, logFile: string, superuserPassword: string, settings?: string[] }} ClusterOptions
 */
export class PostgresCluster {
  /** @param {ClusterOptions} options */
  constructor({ dataFolder, logFile, superuserPassword, settings = [] }) {
    this.dataFolder = dataFolder
    this.logFile = logFile
    this.superuserPassword = superuserPassword
    this.settings = settings
  }

  /** Finds the server that runs, or starts it; makes the cluster on the first start. @returns {Promise<RunningPostgres>} */
  async start({ port = 0 } = {}) {
    const running = findRunning(this.dataFolder)
    if (running) return running
    const isNew = inspectDataFolder(this.dataFolder) === 'absent'
    checkFreeSpace(dirname(this.dataFolder), isNew ? FIRST_FREE_BYTES : LATER_FREE_BYTES, 'the database')
    const binaries = await findBinaries()
    if (isNew) await this.#initialise(binaries.initdb)
    return this.#launch(binaries.postgres, port)
  }

  /** Starts the server again on its port when it is gone. @param {number} port @returns {Promise<boolean>} whether it was */
  async revive(port) {
    if (findRunning(this.dataFolder)) return false
    await this.start({ port })
    return true
  }

  /** Stops the server that runs on this folder, if any; open connections are cut, nothing committed is lost. */
  async stop() {
    const running = findRunning(this.dataFolder)
    if (running) await endProcess(running.process, 'SIGINT', 20_000)
  }

  /**
   * Made in a folder of its own and renamed when complete, so that a start cut short leaves nothing half-made.
   * @param {string} initdb
   */
  async #initialise(initdb) {
    const parent = dirname(this.dataFolder)
    mkdirSync(parent, { recursive: true })
    this.#removePartials(parent)
    const partial = `${this.dataFolder}.partial-${process.pid}`
    const account = accountFor({ dataFolder: this.dataFolder, binary: initdb })
    const passwordFile = `${partial}.password`
    mkdirSync(partial)
    writeFileSync(passwordFile, `${this.superuserPassword}\n`, { mode: 0o600 })
    if (account) for (const path of [partial, passwordFile]) chownSync(path, account.uid, account.gid)
    try {
      const args = [
        '-D',
        partial,
        '-U',
        'postgres',
        '--auth=scram-sha-256',
        `--pwfile=${passwordFile}`,
        '--encoding=UTF8',
      ]
      args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C')
      await run(commandAs(account, initdb, args))
      rmSync(this.dataFolder, { recursive: true, force: true })
      renameSync(partial, this.dataFolder)
    } catch (error) {
      rmSync(partial, { recursive: true, force: true })
      if (meansFullDisk(error))
        throw new Refusal(
          `The database cannot be made because the disk that holds ${parent} is full: free some space and start again.`
        )
      throw error
    } finally {
      rmSync(passwordFile, { force: true })
    }
  }

  /** What an earlier start left when it was cut short. @param {string} parent */
  #removePartials(parent) {
    for (const name of readdirSync(parent)) {
      const [, pid] = name.match(/\.partial-(\d+)(?:\.password)?$/) ?? []
      const isOurs = name.startsWith(`${basename(this.dataFolder)}.partial-`)
      if (isOurs && !isAlive({ pid: Number(pid), startedAt: '' }))
        rmSync(join(parent, name), { recursive: true, force: true })
    }
  }

  /** @param {string} postgres @param {number} wantedPort @returns {Promise<RunningPostgres>} */
  async #launch(postgres, wantedPort) {
    const account = accountFor({ dataFolder: this.dataFolder, binary: postgres })
    const until = Date.now() + START_MS
    for (;;) {
      removeStalePidFile(this.dataFolder)
      const port = wantedPort || (await findFreePort())
      const from = existsSync(this.logFile) ? statSync(this.logFile).size : 0
      const child = this.#spawn(commandAs(account, postgres, this.#arguments(port)))
      if (await this.#becomesReady(child, until)) return { port, process: nameProcess(Number(child.pid)) }
      const running = findRunning(this.dataFolder)
      if (running) return running
      const said = readFrom(this.logFile, from)
      // A killed server's last processes need a moment to go, and a port can be lost to somebody else meanwhile.
      const mayPass = /pre-existing shared memory block|could not bind|lock file .* already exists/.test(said)
      if (!mayPass || Date.now() > until - START_MS + 15_000) {
        throw startFailure({ dataFolder: this.dataFolder, logFile: this.logFile, from })
      }
      await pause(300)
    }
  }

  /** @param {number} port */
  #arguments(port) {
    const settings = [
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'max_connections=200',
      'timezone=UTC',
    ]
    settings.push(
      'log_timezone=UTC',
      'jit=off',
      'shared_buffers=192MB',
      // A billing run over 100,000 customers writes a gigabyte ahead; each checkpoint in it writes whole pages again.
      'max_wal_size=2GB',
      'log_checkpoints=off',
      ...this.settings
    )
    return ['-D', this.dataFolder, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])]
  }

  /**
   * In a process group of its own: Ctrl-C is meant for us, and the database goes last.
   * @param {import('./postgres_account.mjs').Command} command
   */
  #spawn({ file, args, ...identity }) {
    const log = openSync(this.logFile, 'a')
    const child = spawn(file, args, { ...identity, cwd: '/', detached: true, stdio: ['ignore', log, log] })
    child.on('error', () => undefined)
    closeSync(log)
    child.unref()
    return child
  }

  /** @param {import('node:child_process').ChildProcess} child @param {number} until */
  async #becomesReady(child, until) {
    while (
      child.pid !== undefined &&
      child.exitCode === null &&
      child.signalCode === null &&
      Date.now() < until
    ) {
      if (findRunning(this.dataFolder)?.process.pid === child.pid) return true
      await pause(20)
    }
    return false
  }
}

/** @param {import('./postgres_account.mjs').Command} command @returns {Promise<void>} */
function run({ file, args, ...identity }) {
  return new Promise((done, fail) => {
    const child = spawn(file, args, { ...identity, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    child.stdout.on('data', (chunk) => (said += chunk))
    child.stderr.on('data', (chunk) => (said += chunk))
    child.on('error', fail)
    child.on('close', (code) => (code === 0 ? done() : fail(new Error(`initdb failed: ${said.trim()}`))))
  })
}
