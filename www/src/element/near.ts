/** How near the window `loading="lazy"` is near enough. */
const NEAR = "300px";

/** Calls `come` once, when `element` is near the window. Gives what stops waiting for it. */
export function whenNear(element: Element, come: () => void): () => void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      come();
    },
    { rootMargin: NEAR },
  );
  observer.observe(element);
  return () => observer.disconnect();
}
