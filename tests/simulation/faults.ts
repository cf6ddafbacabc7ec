import type { Sandbox } from '#tests/support/sandbox'

/** How long the sandbox hangs before it cuts the line, in milliseconds: the deadline of a caller is not the subject here. */
const cutMs = 15

/** Which faults a call meets, as parts of the rate. */
const faults = [
  { system: 'stripe', name: 'error_500', part: 0.2 },
  { system: 'stripe', name: 'error_500_after', part: 0.15 },
  { system: 'stripe', name: 'error_500_stored', part: 0.1 },
  { system: 'stripe', name: 'rate_limited', part: 0.1 },
  { system: 'stripe', name: 'lock_timeout', part: 0.05 },
  { system: 'stripe', name: 'timeout_before', part: 0.2, value: cutMs },
  { system: 'stripe', name: 'timeout_after', part: 0.2, value: cutMs },
  { system: 'stripe', name: 'decline_charges', part: 1 },
  { system: 'virtfusion', name: 'error_500', part: 0.35 },
  { system: 'virtfusion', name: 'timeout_before', part: 0.3, value: cutMs },
  { system: 'virtfusion', name: 'timeout_after', part: 0.35, value: cutMs },
  { system: 'virtfusion', name: 'build_fails', part: 0.5 },
  { system: 'mail', name: 'reject_temporarily', part: 1 },
  { system: 'ecb', name: 'error_500', part: 1 },
] as const

/** Lets the outside go wrong as often as a rate says. */
export async function breakOutside(sandbox: Sandbox, rate: number): Promise<void> {
  if (rate === 0) return
  for (const { system, name, part, ...value } of faults)
    await sandbox.fault(system, name, { rate: rate * part, ...value })
}

export async function mendOutside(sandbox: Sandbox): Promise<void> {
  await sandbox.process.json('DELETE', '/_faults')
}
