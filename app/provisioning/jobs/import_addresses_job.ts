import { inject } from '@adonisjs/core'
import type { JobRunner } from '#app/shared/jobs/job'
import { ImportAddresses } from '#app/provisioning/actions/import_addresses'

@inject()
export class ImportAddressesJob implements JobRunner<{ panelId: string; afterId: string | null }> {
  constructor(private importAddresses: ImportAddresses) {}

  run(page: { panelId: string; afterId: string | null }): Promise<void> {
    return this.importAddresses.execute(page)
  }
}
