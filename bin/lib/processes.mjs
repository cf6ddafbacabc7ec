import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

/**
 * A process named so that a later process with the same number is not mistaken for it.
 * @typedef {{ pid: number, startedAt: string }} ProcessName
 */

/**
 * When a process began, in the kernel's own ticks; empty where /proc does not exist (macOS).
 * @param {number} pid
 */
export function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The command in brackets may hold spaces and brackets itself, so count from the last one.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

/** @param {number} pid @returns {ProcessName} */
export function nameProcess(pid = process.pid) {
  return { pid, startedAt: startOf(pid) }
}

/** @param {ProcessName} name */
export function isAlive({ pid, startedAt }) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    const mayExist = error instanceof Error && 'code' in error && error.code === 'EPERM'
    if (!mayExist) return false
  }
  return !isZombie(pid) && (startedAt === '' || startOf(pid) === startedAt)
}

/** @param {number} pid */
function isZombie(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) === 'Z'
  } catch {
    return false
  }
}

/** @param {ProcessName} name @param {number} withinMs @returns {Promise<boolean>} whether it ended in time */
export async function waitForEnd(name, withinMs) {
  const until = Date.now() + withinMs
  while (isAlive(name)) {
    if (Date.now() > until) return false
    await pause(50)
  }
  return true
}

/**
 * Asks a process to end, and ends it when it does not.
 * @param {ProcessName} name @param {NodeJS.Signals} signal @param {number} withinMs
 */
export async function endProcess(name, signal, withinMs) {
  if (!signalProcess(name, signal)) return
  if (await waitForEnd(name, withinMs)) return
  signalProcess(name, 'SIGKILL')
  await waitForEnd(name, 5_000)
}

/** @param {ProcessName} name @param {NodeJS.Signals} signal */
function signalProcess(name, signal) {
  if (!isAlive(name)) return false
  try {
    process.kill(name.pid, signal)
    return true
  } catch {
    return false
  }
}

/**
 * The npm above this process, if one started it: whoever kills that npm means us as well.
 * @returns {ProcessName | null}
 */
export function findNpmAbove() {
  if (!process.env.npm_lifecycle_event) return null
  let pid = process.ppid
  for (let depth = 0; depth < 4 && pid > 1; depth++) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const command = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
      if (command.startsWith('npm')) return nameProcess(pid)
      pid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    } catch {
      return null
    }
  }
  return null
}
