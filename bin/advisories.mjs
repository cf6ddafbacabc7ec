#!/usr/bin/env node
/**
 * Known holes in the packages that production runs. An advisory that stays is written down in docs/advisories.json:
 * `{ "id": "GHSA-…", "package": "…", "reason": "…", "until": "2027-01-31" }`. Where the registry cannot be reached nothing is known, which is
 * said and fails nothing; a file of exceptions that is not whole fails always. With `--tell` an advisory without an exception is told only.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { findFaults, findOpen, readReport } from './lib/advisories.mjs'

const root = new URL('../', import.meta.url)
const deadlineMs = 30_000
const tellsOnly = process.argv.includes('--tell')

/** @type {import('./lib/advisories.mjs').Exception[]} */
const exceptions = JSON.parse(readFileSync(new URL('docs/advisories.json', root), 'utf8'))
const faults = findFaults(exceptions)
const asked = spawnSync(
  'npm',
  ['audit', '--json', '--omit=dev', '--fetch-retries=0', '--fetch-timeout=15000'],
  { cwd: root, encoding: 'utf8', timeout: deadlineMs }
)
const found = readReport(asked.stdout ?? '')
const open = found ? findOpen({ found, exceptions, today: new Date().toISOString().slice(0, 10) }) : []
for (const sentence of faults) console.error(sentence)
for (const sentence of open) console.error(tellsOnly ? `! advisories: ${sentence}` : sentence)
console.log(
  found
    ? `${found.size} advisories, ${exceptions.length} exceptions, ${open.length} open.`
    : 'The registry could not be asked: nothing is known of new advisories.'
)
process.exitCode = faults.length > 0 || (open.length > 0 && !tellsOnly) ? 1 : 0
