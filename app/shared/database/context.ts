import { AsyncLocalStorage } from 'node:async_hooks'
import type { QueryResult } from 'pg'

/** Where a tenant's domain time stands. */
export interface TenantClock {
  offsetMs: number
  frozenAt: string | null
}

/** What staff pass before they are asked who they are, and how long they stay signed in. */
export interface StaffEntrance {
  /** Cloudflare Access in front of the staff's host; null: the installation's, or none. */
  access: { team: string; audience: string } | null
  /** In CIDR notation; none: from anywhere. */
  networks: string[]
  /** A session that did nothing for so long ends. */
  idleMinutes: number
  /** And one that is so old. */
  sessionHours: number
}

/** The hosting business a request, job or command runs for. */
export interface Tenant {
  id: string
  slug: string
  name: string
  timeZone: string
  locale: string
  reportingCurrency: string
  policies: Record<string, unknown>
  isDemo: boolean
  /** Whether staff need a second factor to sign in. */
  staffSecondFactor: 'required' | 'optional'
  /** Whether customers may sign in by a link that is mailed to them. */
  signInLinks: boolean
  /** Whether somebody new confirms their address before there is an account. */
  confirmSignUps: boolean
  /** Who of the customers' people needs a second factor, and from when. */
  customerSecondFactor: { who: 'nobody' | 'trusted' | 'everybody'; from: Date | null }
  staffEntrance: StaffEntrance
  clock: TenantClock
}

/** Who does something. Every fact carries one. */
export interface Actor {
  kind: 'customer' | 'staff' | 'system' | 'gateway' | 'panel'
  id: string | null
  /** The network address that the request came from. */
  ip?: string | null
  /** The staff member who acts in the person's name. */
  impersonatorId?: string | null
}

/** One statement with its values; the name under which a connection may keep its plan. */
export interface Question {
  text: string
  values?: unknown[]
  name?: string
}

/** The open transaction, with what must wait until it is committed. */
export interface Unit {
  isReadOnly: boolean
  ask(question: Question): Promise<QueryResult>
  /** Something to be done before the next question, or with the commit: it travels with that, and what it answers is not wanted. */
  tell(order: Question): void
  /** Asks and commits in one message. Nothing can be asked after it. */
  askLast(question: Question): Promise<QueryResult>
  afterCommit: (() => void)[]
}

export interface Context {
  tenant: Tenant
  actor: Actor
  requestId: string | null
  /** The event or job behind this work, for the event log. */
  cause: string | null
  /** Whether this is part of work over many subjects: what is queued from inside waits for what somebody is waiting for. */
  isBulk?: boolean
  unit: Unit | null
}

export const contextStorage = new AsyncLocalStorage<Context>()

export function currentContext(): Context | undefined {
  return contextStorage.getStore()
}

/** The context, or a mistake of ours: nothing may run without a tenant. */
export function requireContext(): Context {
  const context = contextStorage.getStore()
  if (!context) throw new Error('No tenant: run this inside asTenant()')
  return context
}

export function currentTenant(): Tenant {
  return requireContext().tenant
}

export function currentActor(): Actor {
  return requireContext().actor
}
