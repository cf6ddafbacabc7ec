import { spawn, spawnSync } from 'node:child_process'
import { appendFileSync, createWriteStream, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { projectNode, root } from './lib/host.mjs'
import { readEnvironment, readSettings } from './lib/settings.mjs'
import { describeRuns, lastRuns, nextSeed, readRuns } from './lib/simulated_seeds.mjs'

/**
 * `npm run simulate:nightly`: runs the next seeds of simulated years, one after the other, until enough were clean or the night is over,
 * and keeps a line of each in `simulated_seeds.jsonl` of the data folder. A seed that finds something is printed; its database and its log
 * stay, and it is run again once there is another commit. `--list` only tells what has run.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10' },
    from: { type: 'string', default: '1' },
    hours: { type: 'string', default: '10' },
    customers: { type: 'string', default: '1000' },
    months: { type: 'string', default: '36' },
    faults: { type: 'string', default: '0.02' },
    list: { type: 'boolean', default: false },
  },
})
const size = {
  customers: Number(values.customers),
  months: Number(values.months),
  faults: Number(values.faults),
}
const { varDir } = readSettings(readEnvironment())
const folder = join(varDir, 'simulated_seeds')
const file = join(varDir, 'simulated_seeds.jsonl')
const endsAt = Date.now() + Number(values.hours) * 3_600_000
const wanted = Number(values.seeds)
const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`)
const git = (/** @type {string[]} */ ...args) => spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout?.trim() ?? '' // prettier-ignore
const last = () => lastRuns(existsSync(file) ? readRuns(readFileSync(file, 'utf8')) : [], size)
const countClean = () => [...last().values()].filter(({ result }) => result === 'clean').length

let found = 0
while (!values.list && countClean() < wanted && Date.now() < endsAt) {
  const commit = git('rev-parse', 'HEAD') || 'unknown'
  const seed = nextSeed(last(), { from: Number(values.from), commit })
  if (seed === null) break
  if ((await run(seed, commit)) !== 'clean') found += 1
}
for (const line of describeRuns(last())) say(line)
process.exitCode = found > 0 ? 1 : 0

/** @param {number} seed @param {string} commit */
async function run(seed, commit) {
  const own = join(folder, `${seed}`)
  const log = join(folder, `${seed}.log`)
  mkdirSync(own, { recursive: true })
  const arguments_ = ['--seed', `${seed}`, '--customers', `${size.customers}`, '--months', `${size.months}`, '--faults', `${size.faults}`] // prettier-ignore
  say(`bin/ace simulate ${arguments_.join(' ')}   (${log})`)
  const startedAt = new Date()
  const code = await simulate(arguments_, { own, log })
  const endedAt = new Date()
  /** @type {import('./lib/simulated_seeds.mjs').SeedRun} */
  const line = {
    seed,
    ...size,
    commit,
    isDirty: git('status', '--porcelain', '--untracked-files=no') !== '',
    result: code === 0 ? 'clean' : code === 1 ? 'found' : 'could not run',
    startedAt: startedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    seconds: Math.round((endedAt.getTime() - startedAt.getTime()) / 1000),
    log,
  }
  appendFileSync(file, `${JSON.stringify(line)}\n`)
  if (line.result === 'clean') rmSync(own, { recursive: true, force: true })
  else say(`Seed ${seed}: ${line.result}. Its company is kept in ${own}, what it said in ${log}.`)
  return line.result
}

/**
 * Each seed has a PostgreSQL of its own: the company of one that found something stays while others run.
 * @param {string[]} args @param {{ own: string, log: string }} places @returns {Promise<number | null>}
 */
function simulate(args, { own, log }) {
  const output = createWriteStream(log)
  const child = spawn(projectNode(), [join(root, 'bin/lib/ace.mjs'), 'simulate', ...args], {
    cwd: root,
    env: { ...process.env, VAR_DIR: own },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stdout.pipe(output, { end: false })
  child.stderr.pipe(output, { end: false })
  return new Promise((resolve) =>
    child.once('close', (code) => {
      output.end()
      // Whoever ends the night ends it for the seed that runs: it is begun anew.
      if (code === null || code === 130 || code === 143) process.exit(130)
      resolve(code)
    })
  )
}
