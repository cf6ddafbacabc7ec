import { inject } from '@adonisjs/core'
import type { JobRunner } from '#app/shared/jobs/job'
import { RemovePanelUser } from '#app/provisioning/actions/remove_panel_user'

@inject()
export class RemovePanelUserJob implements JobRunner<{ panelId: string; customerId: string }> {
  constructor(private remove: RemovePanelUser) {}

  async run(key: { panelId: string; customerId: string }): Promise<void> {
    await this.remove.execute(key)
  }
}
