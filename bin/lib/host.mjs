import { spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Refusal } from './refusal.mjs'

/** The folder of the clone. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

const HOST_NODE_MIN = 20
const PROJECT_NODE_MAJOR = 24

const major = (/** @type {string} */ version) => Number(version.replace(/^v/, '').split('.')[0])

/** Refuses a Node.js too old to run the set-up at all. This file must stay readable for Node 18. */
export function checkHostNode(version = process.version) {
  if (major(version) >= HOST_NODE_MIN) return
  throw new Refusal(
    `Node.js ${HOST_NODE_MIN} or newer is needed and this is ${version}: install it (for instance "apt-get install nodejs npm" on Debian 13) and start again.`
  )
}

/** The Node.js that came with the packages; the host's own where it is new enough and none came. */
export function projectNode() {
  const bundled = join(root, 'node_modules/.bin/node')
  if (existsSync(bundled)) return bundled
  if (major(process.version) >= PROJECT_NODE_MAJOR) return process.execPath
  throw new Refusal(
    `No Node.js ${PROJECT_NODE_MAJOR} came with the packages for ${process.platform} on ${process.arch}: install Node.js ${PROJECT_NODE_MAJOR} and start again.`
  )
}

/** Says whether this process runs on the Node.js of the project already. */
export function runsOnProjectNode() {
  const node = projectNode()
  return realpathSync(node) === realpathSync(process.execPath)
}

/**
 * Runs a script on the project's Node.js with this terminal, and becomes its exit code.
 * The channel tells the script when we are gone: a killed parent must not leave it behind.
 * @param {string} script
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export function continueOnProjectNode(script, args) {
  const child = spawn(projectNode(), [script, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    cwd: root,
  })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal))
  }
  return new Promise((done, fail) => {
    child.on('error', fail)
    child.on('exit', (code, signal) => done(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  })
}
