/** Opens the live link for browsers once the web server answers, and closes it with the application. */
import app from '@adonisjs/core/services/app'
import server from '@adonisjs/core/services/server'
import { openLiveGateway } from '#app/shared/realtime/live_gateway'

app.ready(() => {
  const httpServer = server.getNodeServer()
  if (!httpServer) return
  const gateway = openLiveGateway(httpServer as Parameters<typeof openLiveGateway>[0])
  app.terminating(() => gateway.close())
})
