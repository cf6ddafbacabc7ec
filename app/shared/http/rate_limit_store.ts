import pg from 'pg'
import { RateLimiterPostgres, type IRateLimiterPostgresOptions } from 'rate-limiter-flexible'
import { pool } from '#app/shared/database/pool'

type Query = { name?: string; text: string; values: unknown[] }

/**
 * The limiter calculates with plain numbers, while this application reads bigint columns as bigint; so its own queries read
 * them as numbers (milliseconds fit).
 */
const numberTypes = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
}

const client = {
  query: (query: Query) => pool().query({ ...query, types: numberTypes as never }),
}

type Limits = Pick<IRateLimiterPostgresOptions, 'keyPrefix' | 'points' | 'duration' | 'blockDuration'>

/** Counts in platform.rate_limits, exactly and for all processes, at the price of one statement for each count. */
export function sharedLimiter(limits: Limits): RateLimiterPostgres {
  return new RateLimiterPostgres({
    ...limits,
    storeClient: client,
    storeType: 'pool',
    schemaName: 'platform',
    tableName: 'rate_limits',
    tableCreated: true,
    clearExpiredByTimeout: false,
  })
}

/** Forgets windows that ended an hour ago. */
export async function clearOldRateLimits(nowMs: number): Promise<number> {
  const { rowCount } = await pool().query('delete from platform.rate_limits where expire < $1', [
    nowMs - 3_600_000,
  ])
  return rowCount ?? 0
}
