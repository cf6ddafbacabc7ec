import type { OfferedVariable } from '#app/provisioning/drivers/shapes'

/** How a server is started: the command as the panel keeps it, its image among those offered, and what its owner may set. */
export interface ServerStartup {
  command: string
  image: string
  images: string[]
  variables: StartupVariable[]
}

export interface StartupVariable extends Omit<OfferedVariable, 'isVisible'> {
  value: string
}

export interface ServerSession {
  reference: string
  image: string
  state: 'starting' | 'running' | 'failed'
  startedAt: string
  endsAt: string | null
}

/** A database beside a server. Its password is asked for on its own. */
export interface ServerDatabase {
  reference: string
  name: string
  host: string
  port: number
  user: string
  /** From where it may be reached: `%` is everywhere. */
  from: string
}

/** A password that was made just now, and what it opens. */
export interface DatabaseSecret {
  database: ServerDatabase
  password: string
}

/** Something that a server does by itself, when its five fields of time say so. */
export interface ServerSchedule {
  name: string
  /** Minute, hour, day of the month, month, day of the week, in the time of the panel. */
  cron: string
  isActive: boolean
  lastRunAt: string | null
  nextRunAt: string | null
}
