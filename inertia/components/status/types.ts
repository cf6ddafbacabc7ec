export type ComponentState = 'operational' | 'degraded' | 'down'
export type Headline = ComponentState | 'mixed' | 'unsure'

export interface StatusDay {
  date: string
  worst: ComponentState | null
  down_seconds: number
}

export interface StatusComponent {
  id: string
  /** `website`, `orders`, `payments`, `mail`, or `servers` of a location. */
  kind: string
  location: string | null
  state: ComponentState
  since: string
  uptime_percent: string | null
  days: StatusDay[]
}

export interface Status {
  headline: Headline
  is_current: boolean
  as_of: string | null
  components: StatusComponent[]
}
