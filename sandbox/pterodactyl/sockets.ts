/** Who listens to the console of which server. Listeners are of this process; what they are told is kept elsewhere. */
export type Listener = (event: string, args: string[]) => void

class Sockets {
  private readonly listeners = new Map<string, Set<Listener>>()

  add(uuid: string, listener: Listener): () => void {
    const known = this.listeners.get(uuid) ?? new Set()
    known.add(listener)
    this.listeners.set(uuid, known)
    return () => known.delete(listener)
  }

  tell(uuid: string, event: string, args: string[]): void {
    for (const listener of this.listeners.get(uuid) ?? []) listener(event, args)
  }
}

export const sockets = new Sockets()
