import { readFileSync } from 'node:fs'
import type { Company } from '#tests/simulation/company'

/** Processor seconds since the beginning of each, where the machine tells them (Linux); the clock on the wall says little beside others. */
export interface ProcessorTime {
  application: number
  database: number | null
  sandbox: number | null
}

export async function readProcessorTime({ watch, sandbox }: Company): Promise<ProcessorTime> {
  const { user, system } = process.cpuUsage()
  const { rows } = await watch.query<{ pid: number; all: number[] }>(
    `select pg_backend_pid() as pid, array(select pid from pg_stat_activity where pid is not null) as all`
  )
  return {
    application: (user + system) / 1_000_000,
    database: databaseSeconds(rows[0]!),
    sandbox: sandbox.process.pid ? secondsOf(sandbox.process.pid).own : null,
  }
}

export function secondsBetween(before: ProcessorTime, after: ProcessorTime): ProcessorTime {
  const took = (name: keyof ProcessorTime) =>
    before[name] === null || after[name] === null ? null : Math.round((after[name] - before[name]) * 10) / 10
  return { application: took('application') ?? 0, database: took('database'), sandbox: took('sandbox') }
}

/** The server's own time holds that of connections that ended; those that live are added. */
function databaseSeconds({ pid, all }: { pid: number; all: number[] }): number | null {
  const { own, parent } = secondsOf(pid)
  if (own === null || parent === null) return null
  const server = secondsOf(parent)
  return (
    (server.own ?? 0) + (server.ended ?? 0) + all.reduce((sum, one) => sum + (secondsOf(one).own ?? 0), 0)
  )
}

interface Seconds {
  own: number | null
  /** Of children that ended. */
  ended: number | null
  parent: number | null
}

function secondsOf(pid: number): Seconds {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ').map(Number)
    const [parent, user, system, endedUser, endedSystem] = [1, 11, 12, 13, 14].map((index) => fields[index]!)
    return { own: (user! + system!) / 100, ended: (endedUser! + endedSystem!) / 100, parent: parent! }
  } catch {
    return { own: null, ended: null, parent: null }
  }
}
