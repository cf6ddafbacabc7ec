/** Opens the live link and the way to consoles for browsers once the web server answers, and closes them with the application. */
import app from '@adonisjs/core/services/app'
import server from '@adonisjs/core/services/server'
import { openConsoleRelay } from '#app/provisioning/http/console_relay'
import { openLiveGateway } from '#app/shared/realtime/live_gateway'

app.ready(() => {
  const httpServer = server.getNodeServer()
  if (!httpServer) return
  const gateway = openLiveGateway(httpServer as Parameters<typeof openLiveGateway>[0])
  const consoles = openConsoleRelay(httpServer as Parameters<typeof openConsoleRelay>[0])
  app.terminating(() => {
    consoles.close()
    return gateway.close()
  })
})
