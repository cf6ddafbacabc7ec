import type { PageProps } from '@inertiajs/core'

/** What every page gets beside its own props. Filled by the domains through `contributePageProps`. */
export interface SharedProps extends PageProps {
  brand: Brand
  locale: string
  /** Addresses of the tenant's surfaces, without a slash at the end. */
  urls: { storefront: string; account: string; admin: string; status: string }
  /** How far the tenant's clock is ahead of the world's (a demo's time machine). */
  clock_offset_ms: number
  viewer: Viewer | null
  flash: { tone: 'success' | 'error' | 'info'; text: string } | null
  errors: Record<string, string | string[]>
  [key: string]: unknown
}

export interface Brand {
  name: string
  legal_name: string
  accent_color: string
  support_email: string
  footer: string | null
}

/** Who is signed in, and what the menus and buttons may offer. */
export interface Viewer {
  id: string
  name: string
  email: string
  /** Until the address is confirmed some things are not offered, and pages say so. */
  is_email_verified: boolean
  /** In which they read times, by its IANA name. */
  time_zone: string
  abilities: string[]
  /** Null for staff. */
  customer: { id: string; name: string; currency: string } | null
  /** The staff member who acts in the person's name; null nearly always. */
  impersonation: { staff_name: string; reason: string; minutes_left: number } | null
  /** Other customers that the person belongs to and may switch to. */
  other_customers: { id: string; name: string }[]
}

/** Calendar units in which prices repeat. */
export type IntervalUnit = 'hour' | 'day' | 'week' | 'month' | 'year'

/** Money as it travels: whole minor units as text. */
export interface WireMoney {
  amount: string
  currency: string
}
