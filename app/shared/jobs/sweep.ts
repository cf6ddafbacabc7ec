/**
 * Looks by due date for work that is ready and starts it. What is due lies in domain tables; a sweep that was missed finds
 * the same rows a moment later. Runs inside the tenant, outside of a transaction, one at a time per tenant.
 */
export interface Sweep {
  name: string
  /** How often it looks, in milliseconds of the wall clock. */
  everyMs: number
  /** Returns how much it found. */
  run(): Promise<number>
}
