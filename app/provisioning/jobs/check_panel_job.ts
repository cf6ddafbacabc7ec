import { inject } from '@adonisjs/core'
import type { JobRunner } from '#app/shared/jobs/job'
import { CheckPanel } from '#app/provisioning/actions/check_panel'

@inject()
export class CheckPanelJob implements JobRunner<{ panelId: string }> {
  constructor(private checkPanel: CheckPanel) {}

  async run({ panelId }: { panelId: string }): Promise<void> {
    await this.checkPanel.execute(panelId)
  }
}
