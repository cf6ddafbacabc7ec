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
