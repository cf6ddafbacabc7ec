type Leave = () => void

const links = new Set<Leave>()

/** Whoever holds something open for who is signed in says how it is let go of. */
export function letGoBySigningOut(leave: Leave): void {
  links.add(leave)
}

/** Before somebody signs out. Fetches nothing: who leaves need not wait for a script. */
export function leaveLive(): void {
  links.forEach((leave) => leave())
}
