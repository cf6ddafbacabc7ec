import { inject } from '@adonisjs/core'
import type { JobRunner } from '#app/shared/jobs/job'
import { ObserveServer } from '#app/provisioning/actions/observe_server'

@inject()
export class ObserveServiceJob implements JobRunner<{ serviceId: string }> {
  constructor(private observeServer: ObserveServer) {}

  run({ serviceId }: { serviceId: string }): Promise<void> {
    return this.observeServer.execute(serviceId)
  }
}
