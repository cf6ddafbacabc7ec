import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { Refusal } from './refusal.mjs'

/**
 * PostgreSQL refuses to run as root. Started by root it runs as an unprivileged account; started by
 * anybody else, as that user.
 * @typedef {{ uid: number, gid: number, needsHelpWithFolders: boolean }} Account
 * @typedef {{ file: string, args: string[], uid?: number, gid?: number }} Command
 */

/**
 * @param {{ dataFolder: string, binary: string }} where
 * @returns {Account | null} null: run as the user we are
 */
export function accountFor({ dataFolder, binary }) {
  const ownerUid = existsSync(dataFolder) ? statSync(dataFolder).uid : null
  if (process.getuid?.() !== 0) {
    if (ownerUid === null || ownerUid === process.getuid?.()) return null
    throw new Refusal(
      `${dataFolder} belongs to another user (uid ${ownerUid}): start as that user (or as root, if root made it), or set VAR_DIR to a folder of your own.`
    )
  }
  const account =
    accountOfOwner(ownerUid) ?? accountNamed('postgres') ?? makePostgresAccount() ?? accountNamed('nobody')
  if (!account)
    throw new Refusal(
      'PostgreSQL does not run as root and there is no user "postgres": create one with "useradd --system postgres" and start again.'
    )
  return { ...account, needsHelpWithFolders: !canReach(account, binary, dirname(dataFolder)) }
}

/** A cluster keeps the account that made it, whatever accounts have appeared since. @param {number | null} uid */
function accountOfOwner(uid) {
  if (uid === null || uid === 0) return null
  return passwd().find((entry) => entry.uid === uid) ?? null
}

/** @param {string} name */
function accountNamed(name) {
  return passwd().find((entry) => entry.name === name) ?? null
}

function makePostgresAccount() {
  spawnSync('groupadd', ['--system', 'postgres'])
  spawnSync('useradd', [
    '--system',
    '--gid',
    'postgres',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    'postgres',
  ])
  return accountNamed('postgres')
}

function passwd() {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length > 3)
    .map((fields) => ({ name: fields[0], uid: Number(fields[2]), gid: Number(fields[3]) }))
}

/** @param {{ uid: number, gid: number }} account @param {string} binary @param {string} folder */
function canReach({ uid, gid }, binary, folder) {
  const runs = spawnSync(binary, ['--version'], { uid, gid }).status === 0
  return runs && spawnSync('/usr/bin/test', ['-x', folder], { uid, gid }).status === 0
}

/**
 * How to run a PostgreSQL program. Below a closed folder such as /root the account could not reach its own
 * files; `setpriv` (part of every Debian) then leaves it the one capability to pass, and no other.
 * @param {Account | null} account @param {string} binary @param {string[]} args
 * @returns {Command}
 */
export function commandAs(account, binary, args) {
  if (account === null) return { file: binary, args }
  const { uid, gid, needsHelpWithFolders } = account
  if (!needsHelpWithFolders) return { file: binary, args, uid, gid }
  const pass = '-all,+dac_override'
  const privileges = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', `--inh-caps=${pass}`]
  privileges.push(`--ambient-caps=${pass}`, '--securebits=+no_setuid_fixup')
  return { file: 'setpriv', args: [...privileges, binary, ...args] }
}
