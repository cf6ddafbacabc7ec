/** The order's page shows how far its servers are: provisioning tells it, which checkout may not know. */
import { tellProgressWith } from '#app/checkout/http/order_progress'
import { listCreationProgress } from '#app/provisioning/index'
import { showId } from '#app/shared/ids'

tellProgressWith(async (orderId) => {
  const progress = await listCreationProgress(orderId)
  return progress.map(({ orderLineId, serviceId, isActive, steps }) => ({
    orderLineId,
    servicePath: isActive ? `/services/${showId('service', serviceId)}` : null,
    steps: steps.map(({ name, status }) => ({ name, status })),
  }))
})
