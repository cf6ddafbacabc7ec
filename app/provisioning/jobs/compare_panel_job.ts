import { inject } from '@adonisjs/core'
import type { JobRunner } from '#app/shared/jobs/job'
import { ComparePanel } from '#app/provisioning/actions/compare_panel'

@inject()
export class ComparePanelJob implements JobRunner<{ panelId: string }> {
  constructor(private comparePanel: ComparePanel) {}

  run({ panelId }: { panelId: string }): Promise<void> {
    return this.comparePanel.execute(panelId)
  }
}
