import { inject } from '@adonisjs/core'
import type { JobRunner } from '#app/shared/jobs/job'
import { MakeExport } from '#app/privacy/actions/make_export'

@inject()
export class MakeExportJob implements JobRunner<{ exportId: string }> {
  constructor(private make: MakeExport) {}

  async run({ exportId }: { exportId: string }): Promise<void> {
    await this.make.execute({ exportId })
  }
}
