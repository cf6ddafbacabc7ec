import { inject } from '@adonisjs/core'
import type { JobRunner } from '#app/shared/jobs/job'
import { CheckTaxId } from '#app/billing/actions/check_tax_id'

@inject()
export class CheckTaxIdJob implements JobRunner<{ customerId: string }> {
  constructor(private check: CheckTaxId) {}

  /** Without an answer the id is found again by its date, so the job never has to be repeated. */
  async run({ customerId }: { customerId: string }): Promise<void> {
    await this.check.execute({ customerId })
  }
}
