/** The two minutes with the sample: what an image is. */
export const tour = {
  "tour.offer": "This is a small sample: two images that share layers.",
  "tour.start": "Take the two-minute tour",
  "tour.dismiss": "No, thanks",
  "tour.label": "Tour of the sample",
  "tour.step": "Step {n} of {all}",
  "tour.back": "Back",
  "tour.next": "Next",
  "tour.end": "End tour",
  "tour.choose": "Choose file…",
  "tour.ended": "The tour has ended",

  "tour.layers.title": "An image is layers",
  "tour.layers.text":
    "This image is no single file but three layers, one on the other, the base at the bottom. Each is an archive of the files that one step added, changed or removed. A container adds one writable layer on top of them.",
  "tour.instruction.title": "Each layer comes from an instruction",
  "tour.instruction.text":
    "The lowest one was made by a COPY: it put primes.txt there. Its size is what that one line of the Containerfile cost. Picked here, a layer is picked everywhere.",
  "tour.empty.title": "Some instructions make no layer",
  "tour.empty.text":
    "LABEL, ENV, EXPOSE, USER, WORKDIR and ENTRYPOINT only write into the configuration: the thin lines here. “docker history” tells the same story, newest first.",
  "tour.shared.title": "Layers are shared",
  "tour.shared.text":
    "Version 1.1 has five layers, and the lower three are the very ones of 1.0. That is why “docker pull” says “Already exists”: what is there already is neither fetched nor stored again.",
  "tour.tags.title": "A tag is a name for a digest",
  "tour.tags.text":
    "1.0 and latest are two names of one image: the same ID, computed from its bytes. A tag can be moved to another image tomorrow. A digest cannot.",
  "tour.still.title": "Nothing was run",
  "tour.still.text":
    "The configuration says what a container would start. Here it was only read, in this tab, and nothing was sent anywhere. Now drop an archive of your own, or choose one.",
} as const;
