/** The steps of a message's way (design.md), in order: between any two of them the process may end. */
export const steps = ['arrived', 'accepted', 'leased', 'decided', 'sealed', 'committed', 'claimed', 'delivered', 'noted'] as const
export type Step = (typeof steps)[number]

/** Called when a step has been taken; the way goes on when it resolves. */
export type OnStep = (step: Step) => void | Promise<void>
