/** Whether a key belongs to an input method that is still composing: it must move or store nothing. */
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}
