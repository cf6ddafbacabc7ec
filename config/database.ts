import env from '#start/env'
import type { PoolSettings } from '#app/shared/database/pool'

/** The role that owns no table and cannot step around row level security. */
const applicationRole = 'platform_app'

export function poolSettings(kind: string): PoolSettings {
  const own = env.get('APP_DATABASE_URL')
  return {
    connectionString: own ?? env.get('DATABASE_URL'),
    becomeRole: own ? null : applicationRole,
    maxConnections: env.get('DATABASE_POOL', 12),
    applicationName: `billing-platform ${kind}`,
  }
}
