const dayMs = 86_400_000

/** Periods are half-open inside; people read the last day that is paid. */
export function lastDay(endsOn: string): string {
  return new Date(Date.parse(`${endsOn}T00:00:00Z`) - dayMs).toISOString().slice(0, 10)
}
