import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { meansFullDisk, Refusal } from './refusal.mjs'

const megabytes = (/** @type {number} */ bytes) => `${Math.floor(bytes / 1024 / 1024)} MB`

/**
 * Refuses to begin what the disk cannot hold: half a database is worse than none.
 * @param {string} folder @param {number} neededBytes @param {string} what
 */
export function checkFreeSpace(folder, neededBytes, what) {
  const { bavail, bsize } = statfsSync(nearestExisting(folder))
  const freeBytes = bavail * bsize
  if (freeBytes >= neededBytes) return
  throw new Refusal(
    `The disk that holds ${folder} is full: ${megabytes(freeBytes)} are free and ${megabytes(neededBytes)} are needed for ${what}; free some space and start again.`
  )
}

/** @param {string} path @returns {string} */
function nearestExisting(path) {
  return existsSync(path) ? path : nearestExisting(dirname(path))
}

/**
 * Makes the folder of everything this installation writes, and proves that it can be written.
 * @param {string} folder
 */
export function prepareVarFolder(folder) {
  try {
    for (const part of ['', 'log', 'run']) makeFolder(join(folder, part))
    if (!statSync(folder).isDirectory()) throw new Error('not a folder')
    accessSync(folder, constants.W_OK | constants.X_OK)
    probe(join(folder, 'run', `.probe-${process.pid}`))
  } catch (error) {
    if (meansFullDisk(error))
      throw new Refusal(`The disk that holds ${folder} is full: free some space and start again.`)
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new Refusal(
      `VAR_DIR ${folder} cannot be written by this user (${reason}): make it writable or set VAR_DIR to another folder.`
    )
  }
}

/**
 * One level at a time: Node's own recursive way never ends where a file system refuses with "no such file" (/proc).
 * @param {string} path
 */
function makeFolder(path) {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  mkdirSync(path)
}

/** @param {string} file */
function probe(file) {
  try {
    writeFileSync(file, 'x')
  } finally {
    rmSync(file, { force: true })
  }
}
