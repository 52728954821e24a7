package org.tanhwg.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Links between the pages of the repository lead somewhere, down to the heading. */
class LinksTest {
    private static final Pattern CODE = Pattern.compile("(?ms)^(```|~~~).*?^\\1\\s*$|`[^`\n]*`|<!--.*?-->");
    private static final Pattern LINK = Pattern
            .compile("!?\\[[^\\]]*\\]\\(\\s*<?([^)\\s>]+)>?[^)]*\\)|(?:src|href)=\"([^\"]+)\"");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *#* *$");
    private static final Pattern ANCHOR = Pattern.compile("<a (?:id|name)=\"([^\"]+)\"");

    @Test void everyRelativeLinkLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path page : Pages.all()) {
            Matcher link = LINK.matcher(CODE.matcher(Files.readString(page)).replaceAll(""));
            while (link.find()) {
                String target = link.group(1) == null ? link.group(2) : link.group(1);
                if (target.matches("[a-z]+:.*")) continue; // of others
                links++;
                if (!leads(page, target)) broken.add(Pages.ROOT.relativize(page) + ": " + target);
            }
        }
        assertThat(broken).isEmpty();
        assertThat(links).isGreaterThan(30);
    }

    @Test void headingsBecomeTheAnchorsThatForgesMake() {
        assertThat(
                anchors("# A page\n## Step 1: train, look\n## What `./gnn train` leaves\n## Twice\n## Twice\n```\n# none\n```\n"))
                .containsExactlyInAnyOrder("a-page", "step-1-train-look", "what-gnn-train-leaves", "twice", "twice-1");
    }

    private static boolean leads(Path page, String target) throws IOException {
        int hash = target.indexOf('#');
        String file = hash < 0 ? target : target.substring(0, hash);
        Path to = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        if (!to.startsWith(Pages.ROOT) || !Files.exists(to)) return false;
        return hash < 0 || anchors(Files.readString(to)).contains(target.substring(hash + 1));
    }

    private static Set<String> anchors(String page) {
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        String text = Pattern.compile("(?ms)^(```|~~~).*?^\\1\\s*$").matcher(page).replaceAll("");
        HEADING.matcher(text).results().forEach(heading -> {
            String anchor = heading.group(1).toLowerCase(Locale.ROOT).replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                    .replaceAll("[^\\p{L}\\p{N}\\p{M} _-]", "").replace(' ', '-');
            int times = seen.merge(anchor, 1, Integer::sum);
            anchors.add(times == 1 ? anchor : anchor + "-" + (times - 1));
        });
        ANCHOR.matcher(text).results().forEach(anchor -> anchors.add(anchor.group(1)));
        return anchors;
    }
}
