import { bulkhead, type BulkheadPolicy, circuitBreaker, CircuitState, type CircuitBreakerPolicy, ConsecutiveBreaker, handleAll } from 'cockatiel' // prettier-ignore

/** How a remote host is treated by this process: how many calls at once, how long, how often, and when to leave it alone. */
export interface HostPolicy {
  /** Calls under way at once; more wait. */
  concurrency: number
  /** Calls that may wait; more are turned away at once. */
  waitingMax: number
  /** Deadline of one try. */
  timeoutMs: number
  /** Tries in all of a request that may be repeated. */
  triesMax: number
  /** Pause before the first repeat; doubles with each, and a random part is added. */
  pauseMs: number
  /** Failures in a row after which the host is left alone … */
  failuresMax: number
  /** … for this long. */
  restMs: number
}

export const hostPolicyDefaults: HostPolicy = {
  concurrency: 20,
  waitingMax: 500,
  timeoutMs: 10_000,
  triesMax: 3,
  pauseMs: 200,
  failuresMax: 8,
  restMs: 10_000,
}

interface Host {
  bulkhead: BulkheadPolicy
  breaker: CircuitBreakerPolicy
}

const hosts = new Map<string, Host>()

/** The gate of one remote host in this process, made with the first call. */
export function gateTo(host: string, policy: HostPolicy): Host {
  const known = hosts.get(host)
  if (known) return known
  const made = {
    bulkhead: bulkhead(policy.concurrency, policy.waitingMax),
    breaker: circuitBreaker(handleAll, {
      halfOpenAfter: policy.restMs,
      breaker: new ConsecutiveBreaker(policy.failuresMax),
    }),
  }
  hosts.set(host, made)
  return made
}

export type HostHealth = 'unused' | 'reachable' | 'resting' | 'probing'

/** How this process sees a host: `resting` means that it failed often in a row and is left alone for a moment. */
export function healthOfHost(url: string): HostHealth {
  const state = hosts.get(new URL(url).host)?.breaker.state
  if (state === undefined) return 'unused'
  if (state === CircuitState.Closed) return 'reachable'
  return state === CircuitState.HalfOpen ? 'probing' : 'resting'
}

/** For tests: forgets what hosts have done. */
export function forgetRemoteHosts(): void {
  hosts.clear()
}
