// When something is said in the recording of a meeting.

/**
 * Seconds from the start of the recording as players show them: 00:12:03.
 *
 * @param {number} seconds
 */
export function clockOf(seconds) {
  const whole = Math.floor(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}
