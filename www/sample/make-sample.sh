#!/bin/sh
# Makes sample.tar, the image archive that the page opens as its sample: two images that share layers, one of them with
# two names. Written by buildah and podman (Debian: apt-get install buildah podman), from the files in this script only.
#
# Usage: www/sample/make-sample.sh [OUTPUT]
#
# What it shows: a layer comes from an instruction (and some instructions make none); two images share the layers they
# have in common; a tag is a name for an image (1.0 and latest are the same one).
# The same versions of the tools write the same bytes: times are fixed, owners are root, nothing of this machine goes in.
set -eu

output=$(realpath -m "${1:-$(dirname "$0")/sample.tar}")
work=$(mktemp -d)
trap 'chmod -R u+rwX "$work"; rm -rf "$work"' EXIT
umask 022
cd "$work"

mkdir -p site
cat > serve.sh <<'END'
#!/bin/sh
# Serves the notes. In a real image a web server would stand here.
exec httpd -f -p "${PORT:-8080}" -h /srv/notes
END
chmod 755 serve.sh
cat > site/index.html <<'END'
<!doctype html>
<html lang="en">
<title>Notes</title>
<link rel="stylesheet" href="style.css">
<h1>Notes</h1>
<ul>
  <li><a href="layers.html">What a layer is</a></li>
  <li><a href="tags.html">What a tag is</a></li>
  <li><a href="primes.txt">The prime numbers below 100 000</a></li>
</ul>
END
cat > site/layers.html <<'END'
<!doctype html>
<html lang="en">
<title>What a layer is</title>
<link rel="stylesheet" href="style.css">
<h1>What a layer is</h1>
<p>A layer is a tar archive: the files that one step of a build added or changed, and marks for those it removed.
<p>An image lists its layers from the base upwards. Two images that start alike list the same layers, and whoever stores
both stores those once.
END
cat > site/tags.html <<'END'
<!doctype html>
<html lang="en">
<title>What a tag is</title>
<link rel="stylesheet" href="style.css">
<h1>What a tag is</h1>
<p>A tag is a name that points to an image, and it can be moved. A digest is computed from the bytes, and it cannot.
END
cat > site/style.css <<'END'
body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 Georgia, serif; }
h1 { font-weight: normal; }
END
awk 'BEGIN {
  for (n = 2; n < 100000; n++) {
    for (i = 1; i <= count && prime[i] * prime[i] <= n; i++) if (n % prime[i] == 0) break
    if (i > count || prime[i] * prime[i] > n) { prime[++count] = n; printf "%5d%s", n, count % 10 ? " " : "\n" }
  }
  print ""
}' > primes.txt
sed '/<ul>/a\  <li><a href="changes.html">What is new in 1.1</a></li>' site/index.html > index-1.1.html
cat > changes.html <<'END'
<!doctype html>
<html lang="en">
<title>What is new in 1.1</title>
<link rel="stylesheet" href="style.css">
<h1>What is new in 1.1</h1>
<p>This page. Every layer below it is the same as in 1.0.
END

cat > Containerfile.1.0 <<'END'
FROM scratch
LABEL org.opencontainers.image.title="Notes" org.opencontainers.image.licenses="MIT OR Apache-2.0"
COPY primes.txt /srv/notes/primes.txt
COPY serve.sh /bin/serve
COPY site /srv/notes
ENV PATH=/bin PORT=8080
EXPOSE 8080
USER 1000:1000
WORKDIR /srv/notes
ENTRYPOINT ["/bin/serve"]
END
cat > Containerfile.1.1 <<'END'
FROM registry.example/notes:1.0
COPY index-1.1.html /srv/notes/index.html
COPY changes.html /srv/notes/changes.html
ENV NOTES_VERSION=1.1
END

store="--root $work/store --runroot $work/run --storage-driver vfs"
build() { # FILE TIME NAME
  # shellcheck disable=SC2086 # the options are words
  buildah $store bud --quiet --layers --isolation chroot --pull-never --format oci --identity-label=false \
    --platform linux/amd64 --timestamp "$2" --tag "$3" --file "$1" . > /dev/null
}
build Containerfile.1.0 1736935200 registry.example/notes:1.0 # 2025-01-15 10:00 UTC
build Containerfile.1.1 1741341600 registry.example/notes:1.1 # 2025-03-07 10:00 UTC

rm -f "$output"
# shellcheck disable=SC2086
podman $store tag registry.example/notes:1.0 registry.example/notes:latest
# shellcheck disable=SC2086
podman $store save --quiet --multi-image-archive --format docker-archive --output "$output" \
  registry.example/notes:1.0 registry.example/notes:1.1 registry.example/notes:latest
ls -l "$output"
