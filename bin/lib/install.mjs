import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { checkFreeSpace } from './disk.mjs'
import { root } from './host.mjs'
import { endProcess, isAlive, nameProcess } from './processes.mjs'
import { meansFullDisk, Refusal } from './refusal.mjs'

const recordFile = join(root, 'node_modules/.installed-lock')
const underWayFile = join(root, 'node_modules/.install-under-way')
const INSTALL_FREE_BYTES = 900 * 1024 * 1024
const networkTrouble =
  /ENOTCACHED|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT/
const PROGRESS_EVERY_MS = 5_000

/** What the packages in node_modules must match. */
function wantedLock() {
  const hash = createHash('sha256')
  for (const file of ['package.json', 'package-lock.json']) hash.update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

/** Says whether node_modules holds what the lock file asks for, as recorded by the last completed install. */
export function isInstalled() {
  return existsSync(recordFile) && readFileSync(recordFile, 'utf8') === wantedLock()
}

/** Installs the locked packages when they are missing or out of date; needs the network only then. */
export async function install() {
  if (isInstalled()) return
  checkNpm()
  checkFreeSpace(root, INSTALL_FREE_BYTES, 'the packages')
  process.stdout.write('Installing packages (first start, or the lock file changed) ...\n')
  await clearUpAfterCutInstall()
  rmSync(recordFile, { force: true })
  mkdirSync(dirname(underWayFile), { recursive: true })
  const startedAt = Date.now()
  try {
    await npmInstall()
  } finally {
    // npm undoes what it could not finish; only being killed leaves the file, and half a package.
    rmSync(underWayFile, { force: true })
  }
  writeFileSync(recordFile, wantedLock())
  process.stdout.write(`Packages installed in ${Math.round((Date.now() - startedAt) / 1000)} s.\n`)
}

/** A package that was half unpacked when somebody pulled the plug looks whole to npm: begin again. */
async function clearUpAfterCutInstall() {
  if (!existsSync(underWayFile)) return
  const { owner, npm } = readInstallers()
  if (owner && isAlive(owner)) {
    throw new Refusal(
      `Another process (${owner.pid}) is installing the packages: wait for it and start again.`
    )
  }
  if (npm) await endProcess(npm, 'SIGKILL', 5_000)
  process.stdout.write('An earlier install was cut short; it begins again.\n')
  rmSync(dirname(underWayFile), { recursive: true, force: true })
}

/** @typedef {import('./processes.mjs').ProcessName} ProcessName */
/** @returns {{ owner?: ProcessName, npm?: ProcessName }} */
function readInstallers() {
  try {
    return JSON.parse(readFileSync(underWayFile, 'utf8'))
  } catch {
    return {}
  }
}

function checkNpm() {
  const found = spawnSync('npm', ['--version'], { encoding: 'utf8' })
  if (found.status === 0) return
  throw new Refusal(
    'npm is needed to install the packages and was not found: install it (for instance "apt-get install npm") and start again.'
  )
}

/**
 * `npm install`, not `npm ci`: a lock file made on one platform can lack another's optional packages, which
 * `npm ci` refuses. The versions still come from the lock.
 */
async function npmInstall() {
  const args = [
    'install',
    '--no-audit',
    '--no-fund',
    '--include=dev',
    '--include=optional',
    '--loglevel=error',
  ]
  // Without a network the cache may still hold everything; if not, npm says so at once instead of after minutes.
  if (!isRegistryReachable()) args.push('--offline')
  // The lock stays as it is committed: an install must never leave the clone modified.
  args.push('--no-save')
  const npm = spawn('npm', args, { cwd: root, stdio: ['ignore', 'inherit', 'pipe'] })
  writeFileSync(underWayFile, JSON.stringify({ owner: nameProcess(), npm: nameProcess(npm.pid) }))
  let errors = ''
  npm.stderr.on('data', (chunk) => {
    errors += chunk
  })
  const progress = setInterval(showProgress, PROGRESS_EVERY_MS, Date.now())
  const code = await new Promise((done) => {
    npm.on('error', () => done(1))
    npm.on('close', done)
  })
  clearInterval(progress)
  if (code !== 0) throw new Refusal(installFailure(errors))
}

function isRegistryReachable() {
  const ping = spawnSync('npm', ['ping', '--fetch-retries=0', '--fetch-timeout=15000'], {
    cwd: root,
    encoding: 'utf8',
  })
  return ping.status === 0 || !networkTrouble.test(ping.stderr)
}

/** @param {number} startedAt */
function showProgress(startedAt) {
  const folder = join(root, 'node_modules')
  const count = existsSync(folder) ? readdirSync(folder).length : 0
  process.stdout.write(
    `  ... ${Math.round((Date.now() - startedAt) / 1000)} s, ${count} folders in node_modules\n`
  )
}

/** @param {string} errors what npm printed */
function installFailure(errors) {
  if (meansFullDisk(errors))
    return 'The packages could not be installed because the disk is full: free about 1 GB and start again.'
  if (networkTrouble.test(errors)) {
    return 'The packages could not be installed because the package registry cannot be reached: check the network (or npm\'s "registry" setting) and start again.'
  }
  if (/EACCES|EROFS|EPERM/.test(errors)) {
    return `The packages could not be installed because ${root} cannot be written by this user: make it writable and start again.`
  }
  const lines = errors.trim().split('\n').slice(-8).join('\n')
  return `${lines}\nThe packages could not be installed: npm's own words are above.`
}
